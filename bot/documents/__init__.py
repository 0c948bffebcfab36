"""Plans in, and later reports, pictures and calendars out."""

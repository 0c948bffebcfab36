"""The Telegram door: the one place that knows aiogram."""

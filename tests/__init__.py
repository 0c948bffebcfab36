"""Tests of Planovyk."""

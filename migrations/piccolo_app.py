"""Tells Piccolo where the migrations lie. Tables are compared with them by tests/architecture."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

APP_CONFIG = AppConfig(app_name="alongside", migrations_folder_path=Path(__file__).parent)

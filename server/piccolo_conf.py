"""What Piccolo asks for by name: the engine, and the one app whose migrations it runs."""

from piccolo.conf.apps import AppRegistry

from server.database.engine import DB

APP_REGISTRY = AppRegistry(apps=["migrations.piccolo_app"])

__all__ = ["APP_REGISTRY", "DB"]

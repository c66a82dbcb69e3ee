"""Apache Superset on the published warehouse: its settings, the dashboards as code, and starting it."""

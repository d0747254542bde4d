"""Forms for other programs: metrics for Prometheus, and feeds of alerts for feed readers. Nothing here changes anything."""

"""Where things lie: the rooms between Python and dbt, building and publishing releases, exports."""

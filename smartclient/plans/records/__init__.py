"""The record of each campus (`record.json`, our extension): what no drawing says, read and written beside the plans."""

"""The meeting deck: native slides, tables and charts that PowerPoint and WPS can edit."""

@rem Serves the board; started by the Windows task scheduler. Steps: docs/operations.md
@cd /d "%~dp0.."
@set PYTHONUTF8=1
@.venv\Scripts\python -m dashboard serve --port 8501

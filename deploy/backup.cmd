@rem One daily backup into the folder given; started by the Windows task scheduler.
@cd /d "%~dp0.."
@set PYTHONUTF8=1
@.venv\Scripts\python -m etl backup --keep 14 "%~1"

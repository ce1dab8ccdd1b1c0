"""Look for known weaknesses of the pinned libraries (make audit), and say of which nobody could be asked."""

import json
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements.txt"
AUDIT = ("-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--no-deps", "--disable-pip")
OFFLINE = "连不上漏洞库，没有检查。请在能上网的电脑上运行 make audit：查的是 requirements.txt。"
UNCHECKED = "漏洞库里查不到，没有检查：{}。"
SOUND = "已检查 {} 个组件，没有已知漏洞。"
WEAK = "{name} {version}：{id}，{fix}"


def main() -> int:
    """Status 1 if a weakness is known; 0 where none is, or nobody could be asked."""
    command = [sys.executable, *AUDIT, "--requirement", str(REQUIREMENTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        libraries = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        say(OFFLINE)
        return 0
    unchecked = [each["name"] for each in libraries if "skip_reason" in each]
    weak = [each for each in libraries if each.get("vulns")]
    for each in weak:
        for found in each["vulns"]:
            fix = f"升级到 {'或'.join(found['fix_versions'])}" if found["fix_versions"] else "尚无修复的版本"
            say(WEAK.format(name=each["name"], version=each["version"], id=found["id"], fix=fix))
    if unchecked:
        say(UNCHECKED.format("、".join(unchecked)))
    if not weak and len(unchecked) < len(libraries):
        say(SOUND.format(len(libraries) - len(unchecked)))
    return 1 if weak else 0


def say(words: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())

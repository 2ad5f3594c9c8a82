"""Take the pictures of README and guides from a running demonstration district.

    jiangxin up --demo --port 8000        in another window, then
    python tools/screenshots.py [http://localhost:8000]

Writes docs/images/NAME.png (1366 × 768, Chinese, one for each line of PAGES).
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PLACE = Path(__file__).resolve().parents[1] / "docs" / "images"
PLAN = Path(__file__).resolve().parents[1] / "src" / "jiangxin" / "demo" / "data" / "plan.txt"
PASSWORD = os.environ.get("JIANGXIN_DEMO_PASSWORD") or "Jiangxin-Demo-1"
#: name of the picture, account, address ("" = the desk of a plan that is uploaded for it)
PAGES = [
    ("sign-in", "", "/account/login/"),
    ("workbench", "planhead", "/"),
    ("check", "planofficer", ""),
    ("plan", "reader", "/records/planning/plans/"),
    ("tasks", "reader", "/records/planning/tasks/"),
    ("targets", "reader", "/records/planning/targets/"),
    ("organisations", "sysadmin", "/records/people/organisations/"),
    ("audit", "auditor", "/records/audit/activities/"),
]


def sign_in(page: Page, base: str, username: str) -> None:
    """Sign in with an account of the demonstration."""
    page.goto(f"{base}/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{base}/")


def desk(page: Page, base: str) -> None:
    """Upload the plan of the demonstration once more and stay at the desk."""
    page.goto(f"{base}/plans/upload/")
    page.set_input_files("input[name=file]", str(PLAN))
    page.click("main button[type=submit]")
    page.wait_for_selector("#paper")


def take(base: str) -> None:
    """Take all pictures."""
    PLACE.mkdir(parents=True, exist_ok=True)
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        for name, username, address in PAGES:
            context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
            page = context.new_page()
            if username:
                sign_in(page, base, username)
            if address:
                page.goto(base + address)
            else:
                desk(page, base)
            if name == "plan":
                page.click("main table tbody tr:last-child a")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=str(PLACE / f"{name}.png"))
            print(f"docs/images/{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    take((sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000").rstrip("/"))

"""What is asked of any page in a browser: nothing sideways, every control reached once, an error after an empty form."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Locator, Page

REFLOW = 320  # CSS pixels: WCAG 1.4.10
SHOTS = os.environ.get("KWONIK_SHOTS", "")
"""A folder for pictures of every page, for people to look at."""


def follow(pressed: Locator) -> None:
    """Presses what leads to another page, and waits until that page has come; a click alone may return before."""
    with pressed.page.expect_navigation():
        pressed.click()


def sideways(page: Page, width: int) -> list[str]:
    """What sticks out of a window of this width; nothing may."""
    page.set_viewport_size({"width": width, "height": 800})
    return page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return [];
            const out = [...document.querySelectorAll("body *")].filter(
                (e) => e.getBoundingClientRect().right > room + 1);
            return [`${document.documentElement.scrollWidth} px`, ...out.slice(0, 5).map(
                (e) => `${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 40)}`)];
        }"""
    )


def shoot(page: Page, name: str, width: int) -> None:
    """A picture, if somebody wants pictures."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.set_viewport_size({"width": width, "height": 900 if width > 800 else 844})
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)


def all_sent(page: Page) -> None:
    """Waits until no press of a counter is left on the telephone, and the page is quiet."""
    for _ in range(100):
        if not page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('kw-counting:'))"):
            break
        page.wait_for_timeout(100)
    page.wait_for_load_state("networkidle")


def send_empty(page: Page) -> bool:
    """Empties a form of the page in which something must be filled, and sends it; False when there is none."""
    ready = page.evaluate(
        """() => {
            const fits = (form) => {
                const empty = (e) => e.type === "radio" ? !form.elements[e.name].value
                    : e.type === "checkbox" ? !e.checked : e.type !== "select-one" || e.options[0].value === "";
                return [...form.elements].some((e) => e.required && !e.disabled && empty(e));
            };
            const form = [...document.querySelectorAll("main form[method=post]")].find(fits);
            if (!form) return false;
            for (const e of form.elements) {
                if (["text", "tel", "number", "email", "textarea", "password"].includes(e.type)) e.value = "";
                if (e.tagName === "SELECT") e.selectedIndex = 0;
            }
            const sends = "button:not([type=button]):not([name]):not([formaction]):not([aria-hidden])";
            form.querySelector(sends).dataset.sendEmpty = "";
            return true;
        }"""
    )
    if ready:
        follow(page.locator("[data-send-empty]"))
    return ready


INLINE = "p, li, td, th, dd, caption"
"""Where a target may be smaller than 24 px: in a line of text (WCAG 2.5.8)."""
WALK = """(inline) => {
    const e = document.activeElement;
    if (e === document.body || e === document.documentElement) return null;
    const target = e.labels?.[0]?.closest(".kw-choice") ? e.labels[0] : e;
    const box = target.getBoundingClientRect(), look = getComputedStyle(target);
    e.dataset.reached = Number(e.dataset.reached ?? 0) + 1;
    return {
        name: `${e.tagName.toLowerCase()} ${e.id || e.name || e.textContent.trim().slice(0, 40)}`,
        times: Number(e.dataset.reached),
        ring: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
        small: (box.width < 24 || box.height < 24) && !e.closest(inline),
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    };
}"""

MISSED = """() => [...document.querySelectorAll(
        "a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((e) => e.checkVisibility() && e.tabIndex >= 0 && !e.disabled && !e.dataset.reached)
    .filter((e) => e.type !== "radio" || ![...document.getElementsByName(e.name)].some((o) => o.dataset.reached))
    .map((e) => `${e.tagName.toLowerCase()} ${e.id || e.name || e.textContent.trim().slice(0, 40)}`)"""


def walk(page: Page, most: int = 600, inline: str = INLINE) -> list[str]:
    """Goes through the page with the Tab key; tells what was skipped, came twice, hid its focus, or trapped it.

    Targets under 24 px are told too, but for those in `inline` text.
    """
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.keyboard.press("Home")
    troubles = []
    for _ in range(most):
        page.keyboard.press("Tab")
        step = page.evaluate(WALK, inline)
        if step is None:
            break
        if step["times"] > 1:
            troubles.append(f"comes again: {step['name']}")
            break
        troubles += [f"{what}: {step['name']}" for what, wrong in (
            ("no visible focus", not step["ring"]),
            ("under 24 px", step["small"]),
            ("focus out of sight", not step["seen"]),
        ) if wrong]  # fmt: skip
    else:
        troubles.append(f"no way out after {most} steps")
    return troubles + [f"never reached: {name}" for name in page.evaluate(MISSED)]

"""The portal and the admin panel in a real browser."""

import shutil

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=1100,900",
        f"--user-data-dir={tmp_path_factory.mktemp('browser')}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    driver.set_page_load_timeout(30)
    yield driver
    driver.quit()


def log_in(browser, system, frontend):
    browser.get(system.part(frontend)["url"])
    [user] = system.ready["users"]
    browser.find_element(By.NAME, "username").send_keys(user["username"])
    browser.find_element(By.NAME, "password").send_keys(user["password"])
    press(browser, "button")
    assert browser.current_url == system.part(frontend)["url"] + "/"


def press(browser, selector):
    """Presses a button and waits until the next page is there."""
    page = browser.find_element(By.TAG_NAME, "html")
    browser.find_element(By.CSS_SELECTOR, selector).click()
    # While the page changes, the driver may know nothing of the old one, and not yet that it is gone.
    wait(browser, ignored_exceptions=[WebDriverException]).until(staleness_of(page))


def wait(browser, **options):
    return WebDriverWait(browser, 20, poll_frequency=0.1, **options)


def shown(browser):
    return browser.find_element(By.TAG_NAME, "main").text


def complaints(browser):
    """What the browser's console says about our pages: blocked styles, missing files, broken forms."""
    return [entry["message"] for entry in browser.get_log("browser") if "favicon" not in entry["message"]]


def test_a_person_has_content_written_and_published(system, browser):
    log_in(browser, system, "portal")
    assert browser.title == "Content · PromptSales"
    browser.find_element(By.NAME, "topic").send_keys("ski wax & <b>bold</b> claims")
    browser.find_element(By.NAME, "audience").send_keys("cross-country skiers")
    press(browser, "form.panel button")

    assert browser.find_element(By.TAG_NAME, "h1").text == "ski wax & <b>bold</b> claims"
    assert "ski wax" in browser.find_element(By.TAG_NAME, "pre").text
    assert browser.find_element(By.CSS_SELECTOR, ".status").text == "draft"
    press(browser, "main form button")
    # The page loads itself again until the worker is done; what was found on it may be gone in the next moment.
    wait(browser, ignored_exceptions=[StaleElementReferenceException]).until(lambda b: "published" in shown(b))
    assert {row.text.split()[0] for row in browser.find_elements(By.CSS_SELECTOR, "main table tr")} == {"meta", "tiktok"}
    assert not browser.find_elements(By.CSS_SELECTOR, "main form button")
    assert complaints(browser) == []


def test_the_portal_shows_its_other_pages(system, browser):
    for name in ("Campaigns", "Leads", "Agent", "Content"):
        browser.find_element(By.LINK_TEXT, name).click()
        wait(browser).until(lambda b: b.find_element(By.TAG_NAME, "h1").text == name)
        assert "did not work" not in shown(browser)
    assert complaints(browser) == []


def test_the_admin_panel_shows_what_was_published(system, browser):
    log_in(browser, system, "admin")
    assert browser.title == "Overview · PromptSales Admin"
    [row] = [r.text for r in browser.find_elements(By.TAG_NAME, "tr") if "ski wax" in r.text]
    assert "published" in row
    assert complaints(browser) == []


def test_logging_out_ends_the_session(system, browser):
    browser.get(system.part("portal")["url"])
    press(browser, ".logout button")
    browser.get(system.part("portal")["url"] + "/campaigns")
    assert browser.find_elements(By.NAME, "password")

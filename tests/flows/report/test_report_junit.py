"""The JUnit report."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_issue import issue

from flows.report.junit import check_junit
from flows.report.summary import summary_of


def root(record):
    return ET.fromstring(check_junit(record, summary_of(record, 0.4)))


def test_an_error_is_a_failed_case_of_its_file(checked):
    suites = root(checked([issue()]))
    assert dict(suites.attrib) == {"name": "hrc check", "tests": "2", "failures": "1", "errors": "0", "time": "0.400"}
    case = suites.find("testsuite[@name='raw/sponsors.csv']/testcase")
    assert case.get("name") == "sponsors.country.vocabulary line 2 B2 country"
    failure = case.find("failure")
    assert failure.get("message").endswith('Did you mean "Kazakhstan"?')
    assert 'raw/sponsors.csv:2  B2 country  "Kazakstan"' in failure.text


def test_a_file_without_errors_passes_and_its_warnings_are_told(checked):
    suites = root(checked([issue(severity="warning")]))
    assert suites.get("failures") == "0"
    suite = suites.find("testsuite[@name='raw/sponsors.csv']")
    assert suite.find("testcase").get("name") == "no errors"
    assert "Kazakstan" in suite.find("system-out").text


def test_counts_are_those_of_the_cases(checked):
    suites = root(checked([issue(), issue(line=3), issue(severity="warning")]))
    assert int(suites.get("tests")) == len(suites.findall("testsuite/testcase"))
    assert int(suites.get("failures")) == len(suites.findall("testsuite/testcase/failure"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(text=st.text())
def test_it_is_xml_whatever_the_cells_hold(checked, text):
    record = checked(
        [issue(value=text, message=text + ".", suggestion=text, column=text, rule="a.b", file=f"raw/{text}")]
    )
    assert root(record).get("failures") == "1"

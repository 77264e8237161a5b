"""graph: who must do what, towards whom, by when: facts read from clauses, the networkx graph, questions put to it.

Extraction knows nothing of networkx, building reads no raw text. May import corpus only.
Add a word in ``data/words.json``, a form of deadline in ``data/deadlines.json``, a form of name in
``data/departments.json``, a topic's term in ``data/topics.json``, each with an example.
"""

from graph.abbreviations import Abbreviation, document_abbreviations, find_abbreviations
from graph.build import (
    NOWHERE,
    Graph,
    build_graph,
    clause_key,
    deadline_key,
    department_key,
    document_key,
    duty_key,
    find_department,
    jurisdiction_key,
    power_set_key,
    topic_key,
)
from graph.deadlines import find_deadlines
from graph.departments import DepartmentKind, DepartmentMention, canonical_department, find_departments
from graph.duties import find_duties
from graph.exports import plain_graph, render_graphml, render_node_link, subgraph_of
from graph.extract import extract_facts
from graph.model import Finding
from graph.posts import find_posts
from graph.powers import find_findings, find_powers
from graph.queries import (
    Link,
    base_name,
    clauses_of_duty,
    corresponding_departments,
    department_keys,
    departments_of,
    duties_about,
    duties_of_department,
    duties_towards,
    duties_within,
    findings,
    links_from,
    links_to,
    neighbours,
)
from graph.statements import find_statements
from graph.topics import choose_topic, load_topics, score_headings

__all__ = [
    "NOWHERE",
    "Abbreviation",
    "DepartmentKind",
    "DepartmentMention",
    "Finding",
    "Graph",
    "Link",
    "base_name",
    "build_graph",
    "canonical_department",
    "choose_topic",
    "clause_key",
    "clauses_of_duty",
    "corresponding_departments",
    "deadline_key",
    "department_key",
    "department_keys",
    "departments_of",
    "document_abbreviations",
    "document_key",
    "duties_about",
    "duties_of_department",
    "duties_towards",
    "duties_within",
    "duty_key",
    "extract_facts",
    "find_abbreviations",
    "find_deadlines",
    "find_department",
    "find_departments",
    "find_duties",
    "find_findings",
    "find_posts",
    "find_powers",
    "find_statements",
    "findings",
    "jurisdiction_key",
    "links_from",
    "links_to",
    "load_topics",
    "neighbours",
    "plain_graph",
    "power_set_key",
    "render_graphml",
    "render_node_link",
    "score_headings",
    "subgraph_of",
    "topic_key",
]

"""What is known of GitHub Actions workflows."""

import re

WORKFLOW = re.compile(r"(?:^|/)\.github/workflows/[^/]+\.ya?ml$|(?:^|/)action\.ya?ml$")
EXPRESSION = re.compile(r"\$\{\{([^}]{1,300})\}\}")

HOSTILE = re.compile(
    r"github\.head_ref"
    r"|github\.event\.(?:issue|pull_request|discussion)\.(?:title|body)"
    r"|github\.event\.pull_request\.head\.(?:ref|label|repo\.(?:default_branch|description|homepage))"
    r"|github\.event\.(?:comment|review|review_comment|discussion_comment)\.body"
    r"|github\.event\.(?:head_commit|workflow_run\.head_commit|commits(?:\.\*|\[\d+\])?)\.(?:message|author\.(?:name|email))"
    r"|github\.event\.workflow_run\.(?:head_branch|display_title|pull_requests(?:\.\*|\[\d+\])?\.head\.ref)"
    r"|github\.event\.pages(?:\.\*|\[\d+\])?\.page_name|github\.event\.client_payload(?:\.\w+)+|github\.event\.inputs\.\w+"
)
"""Values of an event that its sender writes as free text."""

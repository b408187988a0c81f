"""Teaches ministack's policy evaluator the escapes of IAM.

In a policy, ``${*}``, ``${?}`` and ``${$}`` stand for the characters ``*``, ``?`` and ``$`` themselves
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars).
ministack 1.5.33 takes the escaped character for a wildcard between literal braces.
"""

import re

from ministack.core import iam_evaluator

_PATTERN_PARTS = re.compile(r"\$\{([*?$])\}|(\*)|(\?)", re.DOTALL)


def _compile_with_escapes(pattern: str, ignore_case: bool) -> re.Pattern:
    regex = ""
    end = 0
    for part in _PATTERN_PARTS.finditer(pattern):
        regex += re.escape(pattern[end : part.start()])
        escaped, star, _question = part.groups()
        regex += re.escape(escaped) if escaped else ".*" if star else "."
        end = part.end()
    regex += re.escape(pattern[end:])
    return re.compile(f"(?:{regex})\\Z", (re.IGNORECASE if ignore_case else 0) | re.DOTALL)


def install() -> None:
    if not callable(getattr(iam_evaluator, "_fnmatch_compile", None)):
        raise RuntimeError("this version of ministack matches policies in another way; see policy_escapes.py")
    iam_evaluator._fnmatch_compile = _compile_with_escapes

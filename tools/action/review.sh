#!/usr/bin/env bash
# The review step of the Action. Reads HUNKWISE_* and what GitHub sets; writes annotations, the job's summary, outputs and four reports.
# Values that come from outside are only ever used between quotes, and nothing of the checkout is run.
set -euo pipefail

bin="$RUNNER_TEMP/hunkwise/bin"
[ -d "$bin" ] || bin="$RUNNER_TEMP/hunkwise/Scripts"
reports="$RUNNER_TEMP/hunkwise-reports"
mkdir -p "$reports"
base="${HUNKWISE_BASE:-}"
head="${HUNKWISE_HEAD:-HEAD}"

in_repository() {
  git -c core.fsmonitor=false -c core.hooksPath=/dev/null -c safe.directory='*' -C "$HUNKWISE_REPOSITORY" "$@"
}

has_commit() {
  in_repository cat-file -e "$1^{commit}" 2>/dev/null
}

output() {
  printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}

# Not examined: said in the log, on the summary and in the outputs. $1 is the exit code, $2 what is wrong, $3 what to do.
unexamined() {
  output verdict unexamined
  output findings 0
  output exit-code "$1"
  printf '::%s title=Hunkwise%%3A not examined::%s. %s.\n' "$([ "$1" = 0 ] && echo warning || echo error)" "$2" "$3"
  printf '### 🟡 Hunkwise: not examined\n\n%s. %s.\n' "$2" "$3" >>"$GITHUB_STEP_SUMMARY"
  exit "$1"
}

[[ "$base" == -* || "$head" == -* ]] && unexamined 2 "A commit can't begin with a dash" "Check the inputs base and head"

# A branch that is new, or was pushed by force, has no commit before it that could be compared: its way from the main branch is reviewed.
if [[ "$base" =~ ^0+$ ]] || { [[ "$GITHUB_EVENT_NAME" == push ]] && ! has_commit "$base"; }; then
  base="origin/${HUNKWISE_MAIN:-main}"
  if has_commit "$base" && [[ "$(in_repository rev-parse "$base")" == "$(in_repository rev-parse "$head")" ]]; then
    base="$head^"
    has_commit "$base" || unexamined 0 "This is the first commit, and there is nothing before it to compare with" "Run hunkwise scan --tree . once"
  fi
fi

if [[ -n "$base" ]] && ! in_repository merge-base --end-of-options "$base" "$head" >/dev/null 2>&1; then
  echo "The checkout lacks history; fetching it."
  deeper=()
  [[ "$(in_repository rev-parse --is-shallow-repository)" == true ]] && deeper=(--unshallow)
  in_repository fetch --quiet --no-tags --no-recurse-submodules "${deeper[@]+"${deeper[@]}"}" origin "$base" "$head" 2>/dev/null ||
    unexamined 3 "The commits to compare aren't in the checkout and can't be fetched" "Check out with fetch-depth: 0"
fi

options=(--head "$head" --width 120)
[[ -n "$base" ]] && options+=(--base "$base")
[[ -n "${HUNKWISE_FAIL_ON:-}" ]] && options+=(--fail-on "$HUNKWISE_FAIL_ON")
[[ -n "${HUNKWISE_BUDGET:-}" ]] && options+=(--budget "$HUNKWISE_BUDGET")
for form in json sarif md html log; do
  rm -f "$reports/hunkwise.$form"
  options+=(--output "$reports/hunkwise.$form")
done

# The report quotes code: until the word that nobody can guess, the runner obeys no line of it.
word="$("$bin/python" -I -c 'import secrets; print(secrets.token_hex(16))')"
code=0
echo "::group::The report"
echo "::stop-commands::$word"
"$bin/hunkwise" scan "$HUNKWISE_REPOSITORY" "${options[@]}" || code=$?
printf '\n::%s::\n' "$word"
echo "::endgroup::"
if ((code > 1)) || [[ ! -f "$reports/hunkwise.log" ]]; then
  unexamined "$((code > 1 ? code : 3))" "The review did not take place (exit code $code)" "The report above says why"
fi

cat "$reports/hunkwise.log"
cat "$reports/hunkwise.md" >>"$GITHUB_STEP_SUMMARY"
for form in json sarif html; do
  output "$form" "$reports/hunkwise.$form"
done
output exit-code "$code"
"$bin/python" -I - "$reports/hunkwise.json" >>"$GITHUB_OUTPUT" <<'END'
import json
import sys

verdict = json.load(open(sys.argv[1], encoding="utf-8"))["verdict"]
found = bool(verdict["findings"]) or verdict["flagged"]
word = "findings" if found else "partial" if verdict["skipped"] and verdict["files"] else "unexamined" if verdict["skipped"] else "clean"
print(f"verdict={'empty' if word == 'clean' and not verdict['files'] else word}")
print(f"findings={len(verdict['findings'])}")
print(f"risk={verdict['risk']:.4f}")
END
exit "$code"

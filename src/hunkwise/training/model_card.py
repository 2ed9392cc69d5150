"""The card that lies in a model directory: what the model is, what it was made from, how it measured, what it isn't good for."""

from hunkwise.heads.artifact import Manifest


def model_card(manifest: Manifest, conclusion: str = "") -> str:
    """The card as Markdown. `conclusion` is what an adaptation could show."""
    thresholds = "\n".join(
        f"| {one.budget:g} | {one.risk:.4f} | {one.observed:.2f} | {one.bound:.2f} | {one.changes:,} |" for one in manifest.thresholds
    )
    counts = "\n".join(f"| {name} | {count:,} |" for name, count in manifest.counts.items())
    metrics = "\n".join(f"| {name} | {value:.4f} |" for name, value in manifest.metrics.items())
    data = "\n".join(f"| {name} | `{digest}` |" for name, digest in manifest.data.items())
    adapted = f"\n## Adapted to findings\n\n{conclusion}.\n" if conclusion else ""
    return f"""# Model card: {manifest.name}

Made {manifest.created} by hunkwise {manifest.program}, features {manifest.features}, seed {manifest.seed}. Format {manifest.format}.

## What it does

Judges a code change: the chance that it lets in a vulnerability, or is an attack. Four heads (change, weakness, malice, memory of known
findings) and {len(manifest.signals)} signals are joined in three channels on one scale of surprise, and calibrated. A risk of 0.5 is even
odds where harmful and ordinary changes are equally common; in a repository harmful ones are far rarer, which is what budgets are for.

## Made from

| samples | count |
|---|---|
{counts}

| data | SHA-256 |
|---|---|
{data}

## Measured on projects that it had not seen

| measure | value |
|---|---|
{metrics}

These come from cross-validation over projects. `hunkwise evaluate DATA` writes the full score card on other data, with intervals.
{adapted}
## Budgets

| alerts per hundred ordinary changes | risk from which it alerts | observed | not exceeded with 90 % confidence | changes |
|---|---|---|---|---|
{thresholds}

## What it is not good for

- Harm is learned mostly from security fixes turned round; flaws in wholly new code are seen far less well.
- Flaws that only show in other files, in configuration outside of the change, or in the business rules of a product aren't seen.
- Ordinary changes were called so because nobody called them fixes: about one in fifteen repairs something exploitable.
- Languages with few fixes to learn from (Rust, Kotlin, Swift, Perl, shell) are judged by what other languages taught.
- A risk is no proof: it says where a reviewer's minute is best spent.
"""

<?php
// Logs a member in.

declare(strict_types=1);

require __DIR__ . '/database.php';

const MAX_TRIES = 10;

function find_member(PDO $database, string $name): ?array
{
    $query = $database->prepare('SELECT id, name, hash, tries FROM members WHERE name = ?');
    $query->execute([$name]);
    return $query->fetch(PDO::FETCH_ASSOC) ?: null;
}

function note_failure(PDO $database, int $member): void
{
    $database->prepare('UPDATE members SET tries = tries + 1 WHERE id = ?')->execute([$member]);
}

session_start(['cookie_httponly' => true, 'cookie_secure' => true, 'cookie_samesite' => 'Lax']);
$database = database();
$member = find_member($database, (string) ($_POST['name'] ?? ''));
if ($member === null || $member['tries'] >= MAX_TRIES || !password_verify((string) ($_POST['password'] ?? ''), $member['hash'])) {
    if ($member !== null) {
        note_failure($database, (int) $member['id']);
    }
    http_response_code(401);
    echo 'Wrong name or password.';
    exit;
}
$database->prepare('UPDATE members SET tries = 0 WHERE id = ?')->execute([$member['id']]);
$_SESSION['member'] = (int) $member['id'];
$_SESSION['name'] = $member['name'];
header('Location: /board.php', true, 303);

<?php
// Who is visiting, and proof that a form came from our own page.

declare(strict_types=1);

session_start([
    'cookie_httponly' => true,
    'cookie_secure' => true,
    'cookie_samesite' => 'Lax',
    'use_strict_mode' => true,
]);

function require_member(): int
{
    $member = $_SESSION['member'] ?? null;
    if (!is_int($member)) {
        header('Location: /login.html', true, 303);
        exit;
    }
    return $member;
}

function form_token(): string
{
    $_SESSION['form_token'] ??= bin2hex(random_bytes(32));
    return $_SESSION['form_token'];
}

function check_form_token(mixed $given): void
{
    $wanted = $_SESSION['form_token'] ?? '';
    if (!is_string($given) || $wanted === '' || !hash_equals($wanted, $given)) {
        http_response_code(403);
        exit('The form has expired. Please go back and try again.');
    }
}

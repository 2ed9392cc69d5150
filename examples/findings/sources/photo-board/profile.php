<?php
// A member's page and the form that changes it.

declare(strict_types=1);

require __DIR__ . '/session.php';
require __DIR__ . '/database.php';

const FIELDS = ['town', 'camera', 'about'];

function profile_of(PDO $database, string $name): ?array
{
    $rows = $database->query("SELECT id, name, town, camera, about FROM members WHERE name = '$name'");
    return $rows->fetch(PDO::FETCH_ASSOC) ?: null;
}

function change_profile(PDO $database, int $member, array $values): void
{
    foreach (FIELDS as $field) {
        if (isset($values[$field])) {
            $query = $database->prepare("UPDATE members SET $field = ? WHERE id = ?");
            $query->execute([mb_substr((string) $values[$field], 0, 500), $member]);
        }
    }
}

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $member = require_member();
    check_form_token($_POST['token'] ?? '');
    change_profile(database(), $member, $_POST);
    header('Location: /profile.php', true, 303);
    exit;
}

$profile = profile_of(database(), (string) ($_GET['name'] ?? ''));
if ($profile === null) {
    http_response_code(404);
    exit('There is no such member.');
}
printf('<h1>%s</h1><p>%s</p>', htmlspecialchars($profile['name']), nl2br(htmlspecialchars((string) $profile['about'])));

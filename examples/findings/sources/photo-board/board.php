<?php
// The board: pages of pictures in the look that the visitor chose.

declare(strict_types=1);

require __DIR__ . '/session.php';
require __DIR__ . '/database.php';

const PER_PAGE = 24;

function page_of(PDO $database, int $page): array
{
    $query = $database->prepare('SELECT id, name, title FROM pictures ORDER BY id DESC LIMIT ? OFFSET ?');
    $query->bindValue(1, PER_PAGE, PDO::PARAM_INT);
    $query->bindValue(2, $page * PER_PAGE, PDO::PARAM_INT);
    $query->execute();
    return $query->fetchAll(PDO::FETCH_ASSOC);
}

$page = max(0, (int) ($_GET['page'] ?? 0));
$look = $_GET['look'] ?? $_COOKIE['look'] ?? 'plain';
if (isset($_GET['look'])) {
    setcookie('look', $look, ['expires' => time() + 31_536_000, 'samesite' => 'Lax']);
}

$pictures = page_of(database(), $page);
include __DIR__ . '/looks/' . $look . '/head.php';
foreach ($pictures as $picture) {
    printf(
        '<figure><img src="/pictures/%s" alt=""><figcaption>%s</figcaption></figure>',
        rawurlencode($picture['name']),
        htmlspecialchars($picture['title'])
    );
}
include __DIR__ . '/looks/foot.php';

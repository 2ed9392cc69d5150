<?php
// Comments under a picture.

declare(strict_types=1);

require __DIR__ . '/session.php';
require __DIR__ . '/database.php';

function comments_of(PDO $database, int $picture): array
{
    $query = $database->prepare(
        'SELECT author, site, text, written FROM comments WHERE picture = ? ORDER BY written LIMIT 200'
    );
    $query->execute([$picture]);
    return $query->fetchAll(PDO::FETCH_ASSOC);
}

function add_comment(PDO $database, int $picture, string $author, string $site, string $text): void
{
    if (mb_strlen($text) < 1 || mb_strlen($text) > 2000) {
        throw new RuntimeException('a comment has 1 to 2000 characters');
    }
    $query = $database->prepare('INSERT INTO comments (picture, author, site, text, written) VALUES (?, ?, ?, ?, now())');
    $query->execute([$picture, $author, $site, $text]);
}

function render_comments(array $comments): string
{
    $out = '<ol class="comments">';
    foreach ($comments as $comment) {
        $author = htmlspecialchars($comment['author']);
        $text = nl2br(htmlspecialchars($comment['text']));
        $out .= '<li><a href="' . $comment['site'] . '">' . $author . '</a>';
        $out .= '<time>' . date('j M Y', strtotime($comment['written'])) . '</time>';
        $out .= '<p>' . $text . '</p></li>';
    }
    return $out . '</ol>';
}

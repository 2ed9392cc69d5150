<?php
// Takes a picture and puts it on the board.

declare(strict_types=1);

require __DIR__ . '/session.php';

const FOLDER = __DIR__ . '/pictures';
const MAX_SIZE = 5_000_000;
const TYPES = ['image/jpeg', 'image/png', 'image/gif'];

function store_picture(array $upload, int $member): string
{
    if ($upload['error'] !== UPLOAD_ERR_OK) {
        throw new RuntimeException('the upload failed');
    }
    if ($upload['size'] > MAX_SIZE) {
        throw new RuntimeException('the picture is too large');
    }
    if (!in_array($upload['type'], TYPES, true)) {
        throw new RuntimeException('only pictures are allowed');
    }
    $name = $member . '-' . basename($upload['name']);
    if (!move_uploaded_file($upload['tmp_name'], FOLDER . '/' . $name)) {
        throw new RuntimeException('the picture could not be stored');
    }
    return $name;
}

$member = require_member();
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    check_form_token($_POST['token'] ?? '');
    try {
        $name = store_picture($_FILES['picture'], $member);
        header('Location: /board.php?new=' . rawurlencode($name), true, 303);
    } catch (RuntimeException $problem) {
        http_response_code(422);
        echo htmlspecialchars($problem->getMessage());
    }
}

"""Names of packages that very many projects use, by registry: what a misspelt name is compared with."""

POPULAR = {
    "npm": frozenset({
        "react", "react-dom", "lodash", "express", "axios", "chalk", "commander", "debug", "moment", "request", "webpack", "typescript",
        "eslint", "prettier", "jest", "mocha", "babel-core", "dotenv",
        "jsonwebtoken", "mongoose", "socket.io", "uuid", "underscore", "async", "bluebird", "cross-env", "electron", "discord.js",
        "node-fetch", "puppeteer", "rxjs", "vue", "next", "nodemon", "yargs",
        "minimist", "rimraf", "semver", "inquirer", "body-parser", "cookie-parser", "bcrypt", "passport", "redux", "tailwindcss",
        "postcss", "ethers", "web3", "cheerio", "mysql", "sequelize", "colors",
        "event-stream", "eslint-scope", "ua-parser-js", "coa", "rc", "esbuild", "rollup", "winston", "mongodb", "nodemailer",
        "styled-components", "prop-types", "classnames", "jquery", "bootstrap",
    }),
    "pypi": frozenset({
        "requests", "urllib3", "numpy", "pandas", "setuptools", "boto3", "botocore", "django", "flask", "matplotlib", "scipy",
        "tensorflow", "torch", "pytest", "selenium", "beautifulsoup4", "cryptography",
        "pillow", "pyyaml", "sqlalchemy", "jinja2", "colorama", "discord.py", "python-dateutil", "certifi", "tqdm", "scikit-learn",
        "fastapi", "pydantic", "aiohttp", "httpx", "opencv-python", "openai",
        "telethon", "ccxt", "web3", "psutil", "paramiko", "psycopg2", "pycryptodome", "pyinstaller", "virtualenv", "markupsafe",
        "werkzeug", "celery", "redis", "lxml", "simplejson", "rich", "click",
        "transformers", "langchain", "black", "poetry", "ansible", "jupyter", "notebook", "tornado", "twisted", "scrapy", "websockets",
        "websocket-client", "python-binance", "pyautogui", "customtkinter",
    }),
    "gem": frozenset({"rails", "rake", "bundler", "nokogiri", "rack", "devise", "sidekiq", "puma", "rspec", "activesupport", "faraday",
    "sinatra", "rest-client", "redis", "pry"}),
    "cargo": frozenset({"serde", "serde_json", "tokio", "rand", "clap", "reqwest", "hyper", "anyhow", "thiserror", "regex",
    "rustdecimal", "rust_decimal", "log", "syn", "quote", "chrono", "tracing"}),
}  # fmt: skip

REAL_NEIGHBOURS = frozenset({
    "preact", "requests2", "request-promise", "lodash.get", "moments", "reacts", "mysql2", "flask2", "colours", "color", "rx", "vuex",
    "vite", "nest", "nexe", "async-lock", "yarg", "redis-py", "riches", "torches",
    "uuid4", "click-log", "jest-cli", "rspec3", "ray", "rake-compiler", "rackup", "redux-saga", "axios-mock-adapter", "chalk-cli",
    "coa2", "asyncs", "blue", "blacken", "pandera", "mocha-cli", "poetry-core",
    "expresso", "text", "rc9", "pry-byebug", "hyperx", "slog", "blog", "flog", "logs", "syn2", "quotes", "serde_yaml", "rand_core",
    "ranges", "vue2", "next2", "rxjs-compat", "tap", "bcryptjs", "passlib", "web3x",
    "psycopg", "psycopg2-binary", "pillow-simd", "tqdm2", "celeryd", "log", "devices", "notebooks", "nocolor", "yargs-parser",
    "lxml-html", "rich-click",
})  # fmt: skip
"""Packages of their own whose names happen to stand near a popular one."""

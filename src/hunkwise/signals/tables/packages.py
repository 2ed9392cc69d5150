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

REGISTRIES = frozenset({
    "registry.npmjs.org", "registry.yarnpkg.com", "npmjs.com", "registry.npmmirror.com", "registry.npm.taobao.org", "pypi.org",
    "pythonhosted.org", "crates.io", "github.com/rust-lang/crates.io-index", "rubygems.org", "packagist.org", "repo.packagist.org",
    "api.github.com", "proxy.golang.org", "repo.maven.apache.org", "repo1.maven.org", "nuget.org", "jsr.io", "npm.jsr.io",
    "conda.anaconda.org", "download.pytorch.org", "hex.pm", "pub.dev",
})  # fmt: skip
"""Hosts of the registries that everyone uses."""

HOSTED = frozenset({
    "npm.pkg.github.com", "pkg.github.com", "pkg.dev", "gitlab.com", "jfrog.io", "cloudsmith.io", "amazonaws.com", "azure.com",
    "visualstudio.com", "gemfury.com", "fury.io", "nvidia.com", "googleapis.com", "packagecloud.io", "artifactory", "piwheels.org",
})  # fmt: skip
"""Hosts that keep registries for their customers."""

TAKEN_DOWN: dict[str, dict[str, frozenset[str]]] = {
    "npm": {
        "event-stream": frozenset({"3.3.6"}), "flatmap-stream": frozenset({"0.1.1"}), "eslint-scope": frozenset({"3.7.2"}),
        "ua-parser-js": frozenset({"0.7.29", "0.8.0", "1.0.0"}), "coa": frozenset({"2.0.3", "2.0.4", "2.1.1", "2.1.3", "3.0.1", "3.1.3"}),
        "rc": frozenset({"1.2.9", "1.3.9", "2.3.9"}), "node-ipc": frozenset({"10.1.1", "10.1.2"}), "colors": frozenset({"1.4.1"}),
        "@solana/web3.js": frozenset({"1.95.6", "1.95.7"}), "@rspack/core": frozenset({"1.1.7"}), "@rspack/cli": frozenset({"1.1.7"}),
        "@lottiefiles/lottie-player": frozenset({"2.0.5", "2.0.6", "2.0.7"}), "chalk": frozenset({"5.6.1"}), "debug": frozenset({"4.4.2"}),
        "eslint-config-prettier": frozenset({"8.10.1", "9.1.1", "10.1.6", "10.1.7"}), "crossenv": frozenset(), "cross-env.js": frozenset(),
        "electorn": frozenset(), "loadyaml": frozenset(), "discordi.js": frozenset(), "twilio-npm": frozenset(), "getcookies": frozenset(),
        "electron-native-notify": frozenset(), "babelcli": frozenset(), "mongose": frozenset(), "nodemailer-js": frozenset(),
    },
    "pypi": {
        "colourama": frozenset(), "python3-dateutil": frozenset(), "jeilyfish": frozenset(), "acqusition": frozenset(),
        "apidev-coop": frozenset(), "bzip": frozenset(), "django-server": frozenset(), "setup-tools": frozenset(), "urlib3": frozenset(),
        "diango": frozenset(), "djago": frozenset(), "ctx": frozenset({"0.1.2", "0.2", "0.2.2", "0.2.3", "0.2.4", "0.2.5", "0.2.6"}),
        "ultralytics": frozenset({"8.3.41", "8.3.42", "8.3.45", "8.3.46"}), "torchtriton": frozenset({"3.0.0"}),
    },
}  # fmt: skip
"""Packages, and versions of well-known ones, that registries took down for malicious code; an empty set stands for every version."""

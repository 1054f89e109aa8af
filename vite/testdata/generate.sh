#!/bin/sh
# Builds the fixtures of this folder from src/ with a real Vite. Needs npm;
# node_modules stay in a temporary folder.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp -r "$here/src" "$work/src"
mv "$work/src/public" "$work/public"
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --no-audit --no-fund --save-exact vite@8.3.8 >&2

# build NAME OPTIONS builds with OPTIONS (JSON), as vite.config would have them.
build() {
	echo "export default $2" > vite.config.js
	npx vite build --logLevel warn --emptyOutDir --outDir "out/$1" >&2
	rm -rf "${here:?}/$1"
	mkdir -p "$here/$1"
}

# keep NAME keeps the whole build, manifest NAME only what it says.
keep() { cp -r "out/$1/." "$here/$1/"; }
manifest() { mkdir -p "$here/$1/.vite" && cp "out/$1/.vite/manifest.json" "$here/$1/.vite/"; }

# An application: pages imported dynamically, chunks they share, styles.
build app '{ build: { manifest: true, rolldownOptions: { input: "src/main.tsx" } } }'
keep app

# Several entries with shared chunks, one of them nothing but styles.
build entries '{ build: { manifest: true, rolldownOptions: { input: ["src/main.tsx", "src/admin.ts", "src/print.css"] } } }'
manifest entries

# Nothing but styles.
build css '{ build: { manifest: true, rolldownOptions: { input: "src/print.css" } } }'
manifest css

# Below a base path.
build base '{ base: "/build/", build: { manifest: true, rolldownOptions: { input: "src/main.tsx" } } }'
keep base

# One stylesheet for everything.
build onecss '{ build: { manifest: true, cssCodeSplit: false, rolldownOptions: { input: "src/main.tsx" } } }'
manifest onecss

# With the plugin of this repository, and hashes.
cp "$here/../plugin/index.js" plugin.js
echo "import inertia from './plugin.js'
export default { plugins: [inertia({ base: '/build/', integrity: true })], build: { outDir: 'out/plugin' } }" > vite.config.js
npx vite build --logLevel warn >&2
rm -rf "${here:?}/plugin" && mkdir -p "$here/plugin"
keep plugin

# From HTML: the tags that Vite itself writes, in its own order.
for page in main admin; do
	ext=ts; [ $page = main ] && ext=tsx
	echo "<!doctype html><html><head></head><body><script type=\"module\" src=\"/src/$page.$ext\"></script></body></html>" > $page.html
done
build html '{ build: { manifest: true, rolldownOptions: { input: ["main.html", "admin.html"] } } }'
manifest html
cp out/html/*.html "$here/html/"

#!/bin/sh
# Builds the fixtures of this folder from src/ with a real Vite. Needs npm;
# node_modules stay in a temporary folder.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp -r "$here/src" "$here/frameworks" "$work"
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
mkdir plugin && cp "$here/../plugin/"*.js plugin
echo "import inertia from './plugin/index.js'
export default { plugins: [inertia({ input: 'src/main.tsx', base: '/build/', integrity: true })], build: { outDir: 'out/plugin' } }" > vite.config.js
npx vite build --logLevel warn >&2
rm out/plugin/.gitignore # It would have git ignore the fixture.
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

# With the three frameworks, and the page components that they compile.
npm install --no-audit --no-fund --save-exact react@19.3.1 react-dom@19.3.1 @vitejs/plugin-react@6.3.0 vue@3.5.45 @vitejs/plugin-vue@6.0.11 \
	svelte@5.57.3 @sveltejs/vite-plugin-svelte@7.3.1 @vitejs/plugin-legacy@8.2.3 terser >&2
# framework NAME ENTRY PLUGIN FROM
framework() {
	cat > vite.config.js <<-CONFIG
		import $3 from '$4'
		export default {
			root: 'frameworks/$1', publicDir: false, plugins: [$(echo "$3" | tr -d '{}')()],
			build: { manifest: true, outDir: '../../out/$1', emptyOutDir: true, rolldownOptions: { input: 'frameworks/$1/$2' } },
		}
	CONFIG
	npx vite build --logLevel warn >&2
	rm -rf "${here:?}/$1"
	manifest "$1"
}
framework react main.jsx react @vitejs/plugin-react
framework vue main.js vue @vitejs/plugin-vue
framework svelte main.js '{ svelte }' @sveltejs/vite-plugin-svelte

# For old browsers too, and the tags that Vite itself writes for them.
cat > vite.config.js <<CONFIG
import legacy from '@vitejs/plugin-legacy'
export default {
	plugins: [legacy({ targets: ['defaults', 'not IE 11'] })],
	build: { manifest: true, outDir: 'out/legacy', rolldownOptions: { input: 'main.html' } },
}
CONFIG
npx vite build --logLevel warn >&2
rm -rf "${here:?}/legacy"
manifest legacy
cp out/legacy/main.html "$here/legacy/"

# For Node: what must not be taken for a build, nor be served.
cat > src/ssr.tsx <<'CODE'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
export default async (page) => renderToString(createElement((await import(`./server/${page.component}.tsx`)).default))
CODE
mkdir -p src/server
echo "import { createElement } from 'react'
import logo from '../logo.svg?no-inline'
export default () => createElement('img', { src: logo })" > src/server/Page.tsx
echo 'export default { build: { manifest: true } }' > vite.config.js
npx vite build --logLevel warn --ssr src/ssr.tsx --outDir out/ssr >&2
rm -rf "${here:?}/ssr" && mkdir -p "$here/ssr"
keep ssr

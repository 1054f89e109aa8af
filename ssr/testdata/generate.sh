#!/bin/sh
# Builds the bundles of this folder from src/ with a real Vite. Needs npm;
# node_modules stay in a temporary folder.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp -r "$here/src/." "$work"
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --no-audit --no-fund --save-exact vite@8.3.8 \
	@inertiajs/react@3.7.1 react@19.3.1 react-dom@19.3.1 @vitejs/plugin-react@6.3.0 \
	@inertiajs/vue3@3.7.1 vue@3.5.45 @vitejs/plugin-vue@6.0.11 \
	@inertiajs/svelte@3.7.1 svelte@5.57.3 @sveltejs/vite-plugin-svelte@7.3.1 >&2

# bundle NAME ENTRY PLUGIN FROM builds one that needs no node_modules.
bundle() {
	cat > vite.config.js <<-CONFIG
		import $3 from '$4'
		export default {
			root: '$1',
			plugins: [$(echo "$3" | tr -d '{}')()],
			define: { 'process.env.NODE_ENV': '"production"' },
			ssr: { noExternal: true },
			build: { ssr: '$2', outDir: '../out/$1', emptyOutDir: true, minify: true, sourcemap: false, rolldownOptions: { output: { entryFileNames: '$1.mjs' } } },
		}
	CONFIG
	NODE_ENV=production npx vite build --logLevel warn >&2
	cp "out/$1/$1.mjs" "$here/$1.mjs"
}

bundle react ssr.jsx react @vitejs/plugin-react
bundle vue ssr.js vue @vitejs/plugin-vue
bundle svelte ssr.js '{ svelte }' @sveltejs/vite-plugin-svelte

import { createElement } from "react";
import { renderToString } from "react-dom/server";
// \0rolldown_dynamic_import_helper.js
var _rolldown_dynamic_import_helper_default = (glob, path, segments) => {
	const query = path.lastIndexOf("?");
	const v = glob[query === -1 || query < path.lastIndexOf("/") ? path : path.slice(0, query)];
	if (v) return typeof v === "function" ? v() : Promise.resolve(v);
	return new Promise((_, reject) => {
		(typeof queueMicrotask === "function" ? queueMicrotask : setTimeout)(reject.bind(null, /* @__PURE__ */ new Error("Unknown variable dynamic import: " + path + (path.split("/").length !== segments ? ". Note that variables only represent file names one level deep." : ""))));
	});
};
// src/ssr.tsx
var ssr_default = async (page) => renderToString(createElement((await _rolldown_dynamic_import_helper_default(/* #__PURE__ */ Object.assign({ "./server/Page.tsx": () => import("./assets/Page-CKk4Zewm.js") }), `./server/${page.component}.tsx`, 3)).default));
export { ssr_default as default };

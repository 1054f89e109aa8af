import { createElement } from "react";
// src/logo.svg?no-inline
var logo_default = "/assets/logo-DI8b0nTG.svg";
// src/server/Page.tsx
var Page_default = () => createElement("img", { src: logo_default });
export { Page_default as default };

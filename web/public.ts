/** Routes that anyone may open, each with its reason. Everything else stands behind a guard. */
export const publicRoutes: Record<string, string> = {
  "GET /health": "for whoever watches the server; says nothing about anyone",
  "GET /static/:file": "style, fonts, icons and scripts; the same for everyone",
  "GET /favicon.ico": "browsers ask for it unasked",
  "GET /": "leads to the only school there is",
};

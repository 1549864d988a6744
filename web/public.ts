/** Routes that anyone may open, each with its reason. Everything else stands behind a guard. */
export const publicRoutes: Record<string, string> = {
  "GET /health": "for whoever watches the server; says nothing about anyone",
  "GET /static/:file": "style, fonts, icons and scripts; the same for everyone",
  "GET /favicon.ico": "browsers ask for it unasked",
  "GET /": "leads to the only school there is",
  "GET /:school/sign-in": "the door",
  "POST /:school/sign-in": "the door; wrong tries are counted",
  "POST /:school/sign-out": "also for whose session is over already",
  "GET /:school/activate/new": "asks for an invitation; says nothing about who is known",
  "POST /:school/activate/new": "mails only to addresses the school has; the same answer for all",
  "GET /:school/activate/:token": "for who holds the link from the mail",
  "POST /:school/activate/:token": "for who holds the link from the mail; works once",
  "GET /:school/password/forgotten": "asks for a link; says nothing about who is known",
  "POST /:school/password/forgotten": "mails only to addresses the school has",
  "GET /:school/password/reset/:token": "for who holds the link from the mail",
  "POST /:school/password/reset/:token": "for who holds the link from the mail; works once",
};

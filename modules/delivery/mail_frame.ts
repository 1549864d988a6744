/**
 * A mail is the one thing we show that carries its own styles, so it gets a page of its own, in a
 * sandboxed frame, which may show styles and nothing else: no script, no picture, no form.
 */
export const mailFramePolicy = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'self'; " +
    "sandbox allow-top-navigation-by-user-activation",
  "X-Frame-Options": "SAMEORIGIN",
};

/** The HTML part of a mail whose links, when pressed, leave the frame. */
export function mailFrame(html: string): string {
  const base = '<base target="_top">';
  return /<head[^>]*>/i.test(html)
    ? html.replace(/<head[^>]*>/i, (head) => head + base)
    : base + html;
}

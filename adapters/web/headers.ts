import helmet from "helmet";

/**
 * The page loads nothing from elsewhere, runs no inline script and parses no text as HTML. Its renderer of
 * cards sets styles on elements it made, which `style-src 'self'` allows, and creates three policies of
 * trusted types that the page leaves unused; drawings inside cards are `data:` images.
 * Plain HTTP on loopback: no upgrade to HTTPS, no HSTS that would outlive the playground on localhost.
 */
export const secureHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      "default-src": ["'none'"],
      "script-src": ["'self'"],
      "style-src": ["'self'"],
      "img-src": ["'self'", "data:"],
      "connect-src": ["'self'"],
      "form-action": ["'none'"],
      "base-uri": ["'none'"],
      "frame-ancestors": ["'none'"],
      "require-trusted-types-for": ["'script'"],
      "trusted-types": ["deprecatedExportedFunctionPolicy", "markdownPassthroughPolicy", "restoreContentsPolicy"].map(
        (policy) => `adaptivecards#${policy}`,
      ),
    },
  },
  strictTransportSecurity: false,
  xFrameOptions: { action: "deny" },
});

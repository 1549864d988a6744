import { createHash, createHmac } from "node:crypto";

export interface S3Server {
  /** For `filesUrl` in the configuration. */
  url: string;
  objects: Map<string, { bytes: Uint8Array<ArrayBuffer>; at: Date }>;
  /** The next so many requests meet a 503. */
  trouble(requests: number): void;
  close(): Promise<void>;
}

const key = "SCHOOLBEL";
const secret = "geheim/met+tekens";
const region = "eu-test-1";

/**
 * As much of S3 as a file store needs, on a free port: objects of one bucket, listed in pages of
 * three, and no request without the right signature (AWS Signature Version 4).
 */
export function openS3Server(bucket = "school"): S3Server {
  const objects: S3Server["objects"] = new Map();
  let inTrouble = 0;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const bytes = new Uint8Array(await request.arrayBuffer());
      if (inTrouble > 0) return inTrouble--, refusal(503, "SlowDown");
      if (!isSigned(request)) return refusal(403, "SignatureDoesNotMatch");
      const { pathname, searchParams } = new URL(request.url);
      const [, place, ...rest] = pathname.split("/");
      if (place !== bucket) return refusal(404, "NoSuchBucket");
      const name = decodeURIComponent(rest.join("/"));
      if (!name) return list(objects, searchParams);
      if (request.method === "PUT") {
        const at = new Date(Math.floor(Date.now() / 1000) * 1000);
        objects.set(name, { bytes, at });
        return new Response(null, { headers: { etag: `"${hex(bytes, "md5")}"` } });
      }
      if (request.method === "DELETE") {
        objects.delete(name);
        return new Response(null, { status: 204 });
      }
      const found = objects.get(name);
      return found ? new Response(found.bytes) : refusal(404, "NoSuchKey");
    },
  );
  const login = `${key}:${encodeURIComponent(secret)}`;
  return {
    url: `s3+http://${login}@127.0.0.1:${server.addr.port}/${bucket}?region=${region}`,
    objects,
    trouble: (requests) => void (inTrouble = requests),
    close: () => server.shutdown(),
  };
}

function list(objects: S3Server["objects"], asked: URLSearchParams): Response {
  const after = asked.get("continuation-token") ?? "";
  const names = [...objects.keys()].sort()
    .filter((name) => name.startsWith(asked.get("prefix") ?? "") && name > after);
  const page = names.slice(0, 3);
  const more = names.length > page.length;
  const contents = page.map((name) => {
    const { bytes, at } = objects.get(name)!;
    return `<Contents><Key>${name}</Key><LastModified>${at.toISOString()}</LastModified>` +
      `<ETag>"${hex(bytes, "md5")}"</ETag><Size>${bytes.length}</Size></Contents>`;
  });
  const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
  return xml(
    200,
    `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join("")}` +
      `<KeyCount>${page.length}</KeyCount></ListBucketResult>`,
  );
}

const refusal = (status: number, code: string) =>
  xml(status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);

const xml = (status: number, body: string) =>
  new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`, {
    status,
    headers: { "content-type": "application/xml" },
  });

/** Docs: "Authenticating Requests (AWS Signature Version 4)", Amazon S3 API reference. */
function isSigned({ method, url, headers }: Request): boolean {
  const given = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/
    .exec(headers.get("authorization") ?? "");
  const at = headers.get("x-amz-date") ?? "";
  const scope = `${at.slice(0, 8)}/${region}/s3/aws4_request`;
  if (!given || given[1] !== `${key}/${scope}`) return false;
  const { pathname, searchParams } = new URL(url);
  const query = [...searchParams].map((pair) => pair.map(encodeURIComponent).join("=")).sort();
  const names = given[2]!.split(";");
  if (!names.includes("host") || !names.includes("x-amz-date")) return false;
  const canonical = [
    method,
    pathname,
    query.join("&"),
    ...names.map((name) => `${name}:${headers.get(name)?.trim()}`),
    "",
    given[2],
    headers.get("x-amz-content-sha256"),
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", at, scope, hex(canonical, "sha256")].join("\n");
  const signing = scope.split("/").reduce<string | Uint8Array>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    `AWS4${secret}`,
  );
  return createHmac("sha256", signing).update(toSign).digest("hex") === given[3];
}

const hex = (bytes: string | Uint8Array, algorithm: string) =>
  createHash(algorithm).update(bytes).digest("hex");

import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Config, ConfigError } from "../config.ts";

/** What HTTPS is done with. */
export interface Certificate {
  /** PEM: the certificate, and those that lead to it. */
  cert: string;
  /** PEM. */
  key: string;
  validTo: Date;
}

/**
 * Reads the certificate and its key.
 * @throws ConfigError with one line that names the file and what is wrong with it.
 */
export async function readCertificate(
  { cert: certPath, key: keyPath }: NonNullable<Config["tls"]>,
): Promise<Certificate> {
  const [cert, key] = [await readPem("TLS_CERT", certPath), await readPem("TLS_KEY", keyPath)];
  const certificate = understood(
    "TLS_CERT",
    certPath,
    "certificate",
    () => new X509Certificate(cert),
  );
  const privateKey = understood("TLS_KEY", keyPath, "private key", () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new ConfigError(`The key in ${keyPath} is not that of the certificate in ${certPath}.`);
  }
  return { cert, key, validTo: new Date(certificate.validTo) };
}

async function readPem(setting: string, path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    throw new ConfigError(`The file ${path} (${setting}) cannot be read: ${code}.`);
  }
}

function understood<T>(setting: string, path: string, what: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new ConfigError(`The file ${path} (${setting}) does not hold a ${what} in PEM.`);
  }
}

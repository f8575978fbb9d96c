import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";

/** This file is no certificate with its private key. */
class CertificateProblem extends Error {
  override name = "CertificateProblem";
  readonly file: string;
  constructor(file: string, options?: ErrorOptions) {
    super(`no certificate with its private key: ${file}`, options);
    this.file = file;
  }
}

/** A certificate and its private key, in one file in PEM, as `cat cert.pem key.pem` makes it. @throws CertificateProblem */
export async function readCertificate(file: string): Promise<{ certificate: string; privateKey: string }> {
  try {
    const pem = await readFile(file, "utf8");
    const certificate = new X509Certificate(pem);
    const key = createPrivateKey(pem);
    if (!certificate.checkPrivateKey(key)) throw new TypeError("the key is of another certificate");
    return { certificate: certificate.toString(), privateKey: key.export({ type: "pkcs8", format: "pem" }).toString() };
  } catch (cause) {
    throw new CertificateProblem(file, { cause });
  }
}

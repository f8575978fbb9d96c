import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";

/** It is no certificate with its private key, or its key is not one to sign with as Entra asks. */
type Fault = "unreadable" | "key";

/** A file that nothing can be signed with. */
export class CertificateProblem extends Error {
  override name = "CertificateProblem";
  readonly file: string;
  readonly fault: Fault;
  constructor(file: string, fault: Fault, options?: ErrorOptions) {
    super(`certificate ${fault}: ${file}`, options);
    this.file = file;
    this.fault = fault;
  }
}

/** Entra takes assertions by RSA alone (PS256), of keys that are long enough for it. */
const leastBits = 2048;
const signs = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean =>
  asymmetricKeyType === "rsa" && (asymmetricKeyDetails?.modulusLength ?? 0) >= leastBits;

/** A certificate and its private key, in one file in PEM, as `cat cert.pem key.pem` makes it. @throws CertificateProblem */
export async function readCertificate(file: string): Promise<{ certificate: string; privateKey: string }> {
  try {
    const pem = await readFile(file, "utf8");
    const certificate = new X509Certificate(pem);
    const key = createPrivateKey(pem);
    if (!certificate.checkPrivateKey(key)) throw new TypeError("the key is of another certificate");
    if (!signs(key)) throw new CertificateProblem(file, "key");
    return { certificate: certificate.toString(), privateKey: key.export({ type: "pkcs8", format: "pem" }).toString() };
  } catch (cause) {
    throw cause instanceof CertificateProblem ? cause : new CertificateProblem(file, "unreadable", { cause });
  }
}

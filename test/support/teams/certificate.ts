import { generateKeyPairSync, type KeyPairKeyObjectResult, sign } from "node:crypto";

/** One value as ASN.1 writes it: what it is, how long it is, what is in it. */
function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts);
const oid = (...bytes: readonly number[]) => tlv(0x06, Buffer.from(bytes));
const integer = (value: number) => tlv(0x02, Buffer.from([value]));
const time = (text: string) => tlv(0x17, Buffer.from(text));

const utc = (day: string) => time(`${day.slice(2).replaceAll("-", "")}000000Z`);

/** A certificate that vouches for itself, good between two days, and its key, both as PEM. */
export function selfSigned(
  from = "2020-01-01",
  to = "2049-12-31",
  { publicKey, privateKey }: KeyPairKeyObjectResult = generateKeyPairSync("rsa", { modulusLength: 2048 }),
): { certificate: string; privateKey: string } {
  const sha256WithRsa = sequence(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b), tlv(0x05));
  const name = sequence(tlv(0x31, sequence(oid(0x55, 0x04, 0x03), tlv(0x0c, Buffer.from("triade-tests")))));
  const version3 = tlv(0xa0, integer(2));
  const valid = sequence(utc(from), utc(to));
  const said = sequence(version3, integer(1), sha256WithRsa, name, valid, name, publicKey.export({ type: "spki", format: "der" }));
  const signature = tlv(0x03, Buffer.from([0]), sign("sha256", said, privateKey));
  const base64 = sequence(said, sha256WithRsa, signature)
    .toString("base64")
    .replace(/(.{64})/g, "$1\n");
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

import { Decrypter, Encrypter, identityToRecipient } from "age-encryption";
import { BackupError } from "./format.ts";

type Bytes = ReadableStream<Uint8Array>;

/** The first line of a file that age encrypted. */
export const ageMark = "age-encryption.org/v1";

/** scrypt with 2^16 rounds: 64 MB for half a second. The usual 2^18 takes 256 MB. */
const scryptWork = 16;
const shortestPassphrase = 12;

const isRecipient = (key: string) => key.startsWith("age1");
const isSecretKey = (key: string) => key.startsWith("AGE-SECRET-KEY-");

/**
 * Encrypts as the `age` tool does.
 * @param key a passphrase, an age recipient (`age1…`: whoever reads this key cannot decrypt), or
 *   an age secret key (`AGE-SECRET-KEY-…`)
 * @throws BackupError when the key cannot be used
 */
export async function encrypt(bytes: Bytes, key: string): Promise<Bytes> {
  return await (await encrypterFor(key)).encrypt(bytes);
}

/** Whether `encrypt` can work with this key. @throws BackupError */
export async function checkKey(key: string): Promise<void> {
  await encrypterFor(key);
}

async function encrypterFor(key: string): Promise<Encrypter> {
  const encrypter = new Encrypter();
  if (!isRecipient(key) && !isSecretKey(key)) {
    if (key.length < shortestPassphrase) {
      throw new BackupError(
        `The backup key is too short: at least ${shortestPassphrase} characters, or an age key.`,
      );
    }
    encrypter.setPassphrase(key);
    encrypter.setScryptWorkFactor(scryptWork);
    return encrypter;
  }
  try {
    encrypter.addRecipient(isRecipient(key) ? key : await identityToRecipient(key));
  } catch {
    throw new BackupError("The backup key looks like one of age, but is not complete or mistyped.");
  }
  return encrypter;
}

/**
 * Decrypts what `encrypt` made.
 * @param key the passphrase or the secret key
 * @throws BackupError when the key does not fit
 */
export async function decrypt(bytes: Bytes, key: string): Promise<Bytes> {
  if (isRecipient(key)) {
    throw new BackupError(
      "This backup key can only encrypt. Give the secret key that belongs to it: AGE-SECRET-KEY-….",
    );
  }
  const decrypter = new Decrypter();
  try {
    if (isSecretKey(key)) decrypter.addIdentity(key);
    else decrypter.addPassphrase(key);
    return await decrypter.decrypt(bytes);
  } catch {
    throw new BackupError(
      "The backup key does not fit this backup. Give the one it was made with, as BACKUP_KEY.",
    );
  }
}

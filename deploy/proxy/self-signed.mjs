import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const DAY = 86_400_000;
const ECDSA_SHA256 = '06082a8648ce3d040302';
const COMMON_NAME = '0603550403';
const ALTERNATIVE_NAMES = '0603551d11';
const PURPOSES = '0603551d25';
const SERVER = '06082b06010505070301';

/** A key and a certificate for these hosts that nobody vouches for, as PEM: for a first start, until there is a real one. */
export function selfSigned(hosts, days = 365) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(bytes(ECDSA_SHA256));
  const name = sequence(der(0x31, sequence(bytes(COMMON_NAME), der(0x0c, Buffer.from('Latchkey self-signed')))));
  const names = sequence(...hosts.map((host) => der(0x82, Buffer.from(host))));
  const extensions = sequence(
    sequence(bytes(ALTERNATIVE_NAMES), der(0x04, names)),
    sequence(bytes(PURPOSES), der(0x04, sequence(bytes(SERVER)))),
  );
  const now = Date.now();
  const content = sequence(
    der(0xa0, bytes('020102')),
    // A number above zero, whatever its first bit.
    der(0x02, Buffer.concat([bytes('01'), randomBytes(15)])),
    algorithm,
    name,
    sequence(time(now - DAY), time(now + days * DAY)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = sign('sha256', content, privateKey);
  const whole = sequence(content, algorithm, der(0x03, Buffer.concat([bytes('00'), signature])));
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }), certificate: pem(whole) };
}

// ASN.1, DER: what it is, how long it is, what is in it.
function der(tag, ...parts) {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts) {
  return der(0x30, ...parts);
}

function bytes(hex) {
  return Buffer.from(hex, 'hex');
}

function time(milliseconds) {
  const [date] = new Date(milliseconds).toISOString().split('.');
  return der(0x17, Buffer.from(`${date.replaceAll(/\D/g, '').slice(2)}Z`));
}

function pem(content) {
  const lines = content.toString('base64').replaceAll(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`;
}

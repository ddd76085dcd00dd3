// The verifier of the release before, as bundle-release.mjs found it: not to be edited.
import { createHash, createHmac, createPrivateKey, createPublicKey, createSecretKey, hkdfSync, randomBytes, randomUUID, sign, timingSafeEqual, verify } from "node:crypto";
import { z } from "zod";
import { readFileSync } from "node:fs";
import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import { setImmediate, setTimeout as setTimeout$1 } from "node:timers/promises";
import { LRUCache } from "lru-cache";
// packages/verifier/dist/token/token-error.js
var TokenError = class extends Error {
	name = "TokenError";
	status;
	code;
	reason;
	headers;
	challenge;
	members;
	constructor({ code, status = 401, detail, reason = code, challenge, members, cause }) {
		super(detail, { cause });
		this.status = status;
		this.code = code;
		this.reason = reason;
		this.challenge = challenge;
		this.members = members;
		this.headers = headersOf(status, challenge);
	}
};
function headersOf(status, challenge) {
	if (status !== 401) return {};
	return { "www-authenticate": challenge === void 0 ? "Bearer" : `Bearer error="${challenge}"` };
}
// packages/verifier/dist/csrf/csrf.errors.js
function csrfRefused(reason) {
	return new TokenError({
		code: "csrf_refused",
		status: 403,
		detail: "This request did not come from a page that may act here.",
		reason
	});
}
// packages/verifier/dist/csrf/csrf.rules.js
const SAFE_METHODS = new Set([
	"GET",
	"HEAD",
	"OPTIONS"
]);
function csrfReason(facts) {
	return SAFE_METHODS.has(facts.method) ? void 0 : pageReason(facts);
}
function pageReason(facts) {
	if (facts.fetchSite === "same-origin") return void 0;
	if (facts.fetchSite === "same-site") return isRegistered(facts) ? void 0 : "csrf_foreign_origin";
	if (facts.fetchSite !== void 0) return "csrf_cross_site";
	if (facts.origin === void 0) return "csrf_no_evidence";
	return facts.origin === facts.ownOrigin || isRegistered(facts) ? void 0 : "csrf_foreign_origin";
}
function isRegistered({ origin, sameSiteOrigins }) {
	return origin !== void 0 && sameSiteOrigins.includes(origin);
}
// packages/verifier/dist/csrf/own-pages.js
var OwnPages = class {};
const NO_ORIGINS = [];
function requireOwnPage(request, pages, allowsSameSite) {
	const reason = ownPageReason(request, pages, allowsSameSite);
	if (reason !== void 0) throw csrfRefused(reason);
}
function ownPageReason(request, pages, allowsSameSite) {
	return csrfReason(factsOf(request, pages, allowsSameSite));
}
function isProvenPage(request, pages, allowsSameSite) {
	return pageReason(factsOf(request, pages, allowsSameSite)) === void 0;
}
function factsOf({ method, headers }, pages, allowsSameSite) {
	return {
		method: method ?? "",
		fetchSite: headers["sec-fetch-site"],
		origin: headers.origin,
		ownOrigin: pages.ownOrigin,
		sameSiteOrigins: allowsSameSite ? pages.sameSiteOrigins() : NO_ORIGINS
	};
}
// packages/verifier/dist/contract/access-token.contract.js
const serviceId = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/).meta({ examples: ["retirement"] });
const ISSUED_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const issuedId = z.string().regex(ISSUED_ID).meta({ examples: ["0b6f3c1e-6d0a-4f0e-9a51-3d6f2f6b7c10"] });
const username = z.string().regex(/^[a-z0-9._-]{3,64}$/).meta({ examples: ["ada"] });
const seconds = z.int().positive().meta({ examples: [1795771800] });
const accessTokenClaims = z.strictObject({
	iss: z.string().min(1).max(256),
	sub: issuedId.describe("The person, for good: never used again for another."),
	aud: z.array(serviceId).min(1).max(64),
	iat: seconds.describe("When the token was issued: seconds since 1970."),
	exp: seconds.describe("When the token ends: seconds since 1970.").meta({ examples: [1795772700] }),
	jti: issuedId,
	sid: issuedId.describe("The bank's session, the thing that is revoked."),
	auth_time: seconds.describe("When the person last proved who they are: seconds since 1970."),
	acr: z.string().regex(/^[\x21-\x7e]{1,64}$/),
	amr: z.array(z.string().regex(/^[a-z0-9_-]{1,32}$/)).min(1).max(8),
	preferred_username: username,
	ver: z.literal(1)
});
// packages/verifier/dist/contract/delivery.contract.js
const DELIVERY_TYP = "logout+jwt";
const deliveryClaims = z.strictObject({
	iss: serviceId,
	aud: z.string().min(1).max(256),
	sub: issuedId,
	sid: issuedId,
	everywhere: z.boolean(),
	iat: z.int().positive(),
	exp: z.int().positive(),
	jti: issuedId
});
z.strictObject({ proof: z.string().min(1).max(2048).describe("A JWT of `typ` `logout+jwt`, signed with the own key of the service.").meta({ examples: ["eyJhbGciOiJFZERTQSIs…"] }) });
const bytes$2 = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "must be 32 bytes in base64url");
const serviceKeyFile = z.object({
	kty: z.literal("OKP"),
	crv: z.literal("Ed25519"),
	x: bytes$2
}).extend({ d: bytes$2 });
// packages/verifier/dist/keys/json-text.rules.js
function notJson(text) {
	return text.startsWith("﻿") ? "begins with a byte order mark (U+FEFF): save it without" : "is not JSON";
}
// packages/verifier/dist/delivery/service-key.js
const REGISTERED_KID = "service";
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");
function derivedKey({ key }, service) {
	const seed = hkdfSync("sha256", key, "", `latchkey logout delivery of ${service}`, 32);
	return createPrivateKey({
		key: Buffer.concat([PKCS8_HEAD, Buffer.from(seed)]),
		format: "der",
		type: "pkcs8"
	});
}
function publicKeyOf({ kty, crv, x }) {
	return createPublicKey({
		key: {
			kty,
			crv,
			x
		},
		format: "jwk"
	});
}
function readServiceKey(path) {
	let text;
	let json;
	try {
		text = readFileSync(path, "utf8");
		json = JSON.parse(text);
	} catch (cause) {
		throw new Error(text === void 0 ? "cannot be read" : notJson(text), { cause });
	}
	const read = serviceKeyFile.safeParse(json);
	if (!read.success) throw new Error("is not a private Ed25519 key as JWK (kty, crv, x, d)");
	try {
		return createPrivateKey({
			key: read.data,
			format: "jwk"
		});
	} catch (cause) {
		throw new Error("has parts that make no Ed25519 key", { cause });
	}
}
// packages/verifier/dist/delivery/delivery-signer.js
const LIFE_SECONDS = 300;
var DeliverySigner = class {
	ring;
	facts;
	#registered;
	constructor(ring, facts) {
		this.ring = ring;
		this.facts = facts;
		if (facts.keyFile !== void 0) this.#registered = readServiceKey(facts.keyFile);
	}
	get canProve() {
		return this.#key() !== void 0;
	}
	proof({ sid, sub, everywhere }) {
		const own = this.#key();
		if (own === void 0) return void 0;
		const iat = Math.floor(Date.now() / 1e3);
		const { service: iss, issuer: aud } = this.facts;
		const claims = {
			iss,
			aud,
			sub,
			sid,
			everywhere,
			iat,
			exp: iat + LIFE_SECONDS,
			jti: randomUUID()
		};
		const text = [{
			alg: "EdDSA",
			kid: own.kid,
			typ: DELIVERY_TYP
		}, claims].map(encoded).join(".");
		return `${text}.${sign(null, Buffer.from(text), own.key).toString("base64url")}`;
	}
	#key() {
		if (this.#registered !== void 0) return {
			kid: REGISTERED_KID,
			key: this.#registered
		};
		const secret = this.ring.all().find(({ alg }) => alg === "HS256");
		return secret && {
			kid: secret.kid,
			key: derivedKey(secret, this.facts.service)
		};
	}
};
function encoded(part) {
	return Buffer.from(JSON.stringify(part)).toString("base64url");
}
// packages/verifier/dist/token/token.errors.js
const refused = { challenge: "invalid_token" };
function tokenInvalid(reason, cause) {
	return new TokenError({
		...refused,
		code: "token_invalid",
		detail: "The access token is not valid.",
		reason,
		cause
	});
}
function namingHeader({ code, message: detail, reason, cause }) {
	return new TokenError({
		...refused,
		code,
		detail,
		reason,
		cause,
		members: { refusedHeader: "Authorization" }
	});
}
function tokenExpired() {
	return new TokenError({
		...refused,
		code: "token_expired",
		detail: "The access token has expired."
	});
}
function sessionEnded() {
	return new TokenError({
		...refused,
		code: "session_ended",
		detail: "This session is over. Please log in again."
	});
}
function renewRequired() {
	return new TokenError({
		...refused,
		code: "renew_required",
		detail: "This needs a newer access token."
	});
}
function clockSkew(reason) {
	return new TokenError({
		...refused,
		code: "clock_skew",
		detail: "The clock of this service differs from the bank's.",
		reason
	});
}
function tokenMissing(reason) {
	return new TokenError({
		code: "token_missing",
		detail: "This address needs an access token.",
		...reason !== void 0 && { reason }
	});
}
// packages/verifier/dist/token/token-text.rules.js
const MAX_TOKEN_LENGTH = 4096;
function splitToken(text, maxLength = MAX_TOKEN_LENGTH) {
	if (text.length > maxLength) throw tokenInvalid("text_too_long");
	const parts = text.split(".", 4);
	if (parts.length !== 3) throw tokenInvalid("text_parts");
	const [header, payload, signature] = parts;
	return {
		header,
		payload,
		signed: text.slice(0, header.length + 1 + payload.length),
		signature: bytes$1(signature)
	};
}
function decodePart(part) {
	const decoded = bytes$1(part);
	if (!isUtf8(decoded)) throw tokenInvalid("not_utf8");
	const text = decoded.toString("utf8");
	const value = parsed$1(text);
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw tokenInvalid("not_json_object");
	if (JSON.stringify(value) !== text) throw tokenInvalid("not_canonical_json");
	return value;
}
function bytes$1(part) {
	const decoded = Buffer.from(part, "base64url");
	if (part === "" || decoded.toString("base64url") !== part) throw tokenInvalid("not_canonical_base64url");
	return decoded;
}
function parsed$1(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
// packages/verifier/dist/delivery/delivery-verifier.js
const MAX_LENGTH = 2048;
const WINDOW = 300;
function deliveryInvalid(reason) {
	return new TokenError({
		code: "delivery_invalid",
		detail: "The proof of this logout is not valid.",
		reason: `delivery_${reason}`
	});
}
var DeliveryVerifier = class {
	ring;
	issuer;
	#services;
	constructor(ring, issuer, services) {
		this.ring = ring;
		this.issuer = issuer;
		this.#services = new Map(services.map((service) => [service.id, service]));
	}
	verify(text) {
		const { header, payload, signed, signature } = opened(text);
		const claims = deliveryClaims.safeParse(payload);
		if (!claims.success) throw deliveryInvalid("claims");
		const key = this.#keyOf(header, claims.data.iss);
		if (!verify(null, Buffer.from(signed), key, signature)) throw deliveryInvalid("signature");
		const { aud, iat, exp } = claims.data;
		const now = Date.now() / 1e3;
		if (aud !== this.issuer) throw deliveryInvalid("audience");
		if (exp - iat > WINDOW || exp + WINDOW < now || iat - WINDOW > now) throw deliveryInvalid("time");
		return claims.data;
	}
	#keyOf({ alg, kid, typ, ...more }, iss) {
		if (alg !== "EdDSA" || typ !== "logout+jwt" || typeof kid !== "string" || Object.keys(more).length > 0) throw deliveryInvalid("header");
		const service = this.#services.get(iss);
		if (service === void 0) throw deliveryInvalid("service");
		if (service.key !== void 0) {
			if (kid !== "service") throw deliveryInvalid("unknown_kid");
			return publicKeyOf(service.key);
		}
		const secret = this.ring.find(kid);
		if (secret?.alg !== "HS256") throw deliveryInvalid("unknown_kid");
		return createPublicKey(derivedKey(secret, iss));
	}
};
function opened(text) {
	try {
		const { header, payload, signed, signature } = splitToken(text, MAX_LENGTH);
		return {
			header: decodePart(header),
			payload: decodePart(payload),
			signed,
			signature
		};
	} catch (error) {
		throw error instanceof TokenError ? deliveryInvalid(error.reason) : error;
	}
}
// packages/verifier/dist/keys/key-ring.js
var KeyRing = class {
	#keys;
	#version = 1;
	#listeners = [];
	constructor(keys) {
		this.#keys = keys;
	}
	find(kid) {
		return this.#keys.byKid.get(kid);
	}
	all() {
		return [...this.#keys.byKid.values()];
	}
	get version() {
		return this.#version;
	}
	signing() {
		if (this.#keys.signing === void 0) throw new Error("this key ring holds no key to sign with");
		return this.#keys.signing;
	}
	get changed() {
		return this.#keys.changed;
	}
	publicJwks() {
		return { keys: [...this.#keys.publicJwks] };
	}
	replace(keys) {
		this.#keys = keys;
		this.#version++;
		for (const listener of this.#listeners) listener();
	}
	onReplaced(listener) {
		this.#listeners.push(listener);
	}
};
// packages/verifier/dist/keys/key.contract.js
const kid = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, "kid must be 1 to 64 of A-Z a-z 0-9 . _ -");
const bytes = z.string().regex(/^[A-Za-z0-9_-]+$/, "must be base64url");
const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "must be 32 bytes in base64url");
const purpose = {
	use: z.literal("sig").optional(),
	key_ops: z.array(z.enum(["sign", "verify"])).optional()
};
const octKey = z.object({
	kty: z.literal("oct"),
	kid,
	alg: z.literal("HS256"),
	k: bytes,
	...purpose
});
const ecKey = z.object({
	kty: z.literal("EC"),
	kid,
	alg: z.literal("ES256"),
	crv: z.literal("P-256"),
	x: coordinate,
	y: coordinate,
	d: coordinate.optional(),
	...purpose
});
const keySetFile = z.object({
	keys: z.array(z.discriminatedUnion("kty", [octKey, ecKey])).min(1).max(32),
	signing: z.string().optional(),
	changed: z.object({
		operator: z.string().max(128),
		host: z.string().max(128)
	}).optional().catch(void 0)
});
// packages/verifier/dist/keys/secret-strength.rules.js
const MIN_BYTES = 32;
const MIN_BITS = 80;
const SAMPLE_WORD = /change|secret|example|sample|placeholder|password|passphrase|default|replace|insert|latchkey|qwerty|jsonwebtoken|production|development|testing/i;
const ONLY_WORDS = /^[A-Z]?[a-z]+(?:[ _.-]+[A-Z]?[a-z]+)*[.!?]*$/;
function secretError(secret) {
	const bytes = Buffer.from(secret, "utf8");
	if (bytes.length < MIN_BYTES) return tooShort(bytes);
	if (isSample(secret) || ONLY_WORDS.test(secret)) return "looks like a placeholder, not like random bytes";
	return symmetricKeyError(bytes);
}
function isSample(secret) {
	if (!SAMPLE_WORD.test(secret)) return false;
	return !(secret.match(/[A-Za-z0-9+/]{32,}/g) ?? []).some((run) => !SAMPLE_WORD.test(run) && !isGuessable(Buffer.from(run)));
}
function symmetricKeyError(bytes) {
	if (bytes.length < MIN_BYTES) return tooShort(bytes);
	return isGuessable(bytes) ? "is too regular to be random" : void 0;
}
function tooShort(bytes) {
	return `is ${bytes.length} bytes long; it needs at least ${MIN_BYTES}`;
}
function isGuessable(bytes) {
	const steps = Uint8Array.from(bytes.subarray(1), (byte, i) => byte - bytes[i]);
	return hasShortPeriod(bytes) || bits(bytes) < MIN_BITS || bits(steps) < MIN_BITS / 2;
}
function hasShortPeriod(bytes) {
	for (let period = 1; period <= bytes.length / 2; period++) if (bytes.subarray(period).equals(bytes.subarray(0, bytes.length - period))) return true;
	return false;
}
function bits(bytes) {
	const counts = new Map();
	for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
	let sum = 0;
	for (const count of counts.values()) sum -= count * Math.log2(count / bytes.length);
	return sum;
}
// packages/verifier/dist/keys/thumbprint.rules.js
function thumbprint(key) {
	const members = key.kty === "oct" ? {
		k: key.k,
		kty: key.kty
	} : {
		crv: key.crv,
		kty: key.kty,
		x: key.x,
		y: key.y
	};
	return createHash("sha256").update(JSON.stringify(members)).digest("base64url");
}
// packages/verifier/dist/keys/key-set.js
var KeySetError = class extends Error {
	name = "KeySetError";
};
function keySetOfSecret(secret) {
	const bytes = Buffer.from(secret, "utf8");
	const print = thumbprint({
		kty: "oct",
		k: bytes.toString("base64url")
	});
	const key = {
		kid: print.slice(0, 16),
		alg: "HS256",
		key: createSecretKey(bytes),
		thumbprint: print
	};
	return {
		byKid: new Map([[key.kid, key]]),
		signing: key,
		publicJwks: []
	};
}
function keySetOfFile(text, holder) {
	const { keys, signing, changed } = parsed(text);
	const byKid = new Map();
	for (const key of keys) {
		if (byKid.has(key.kid)) throw new KeySetError(`has two keys with kid ${key.kid}`);
		byKid.set(key.kid, verifyKey(key, holder));
	}
	if (signing !== void 0 && !byKid.has(signing)) throw new KeySetError("names a signing key that it does not hold");
	return {
		byKid,
		signing: holder.holdsPrivateKeys ? signingKey(keys, signing) : void 0,
		publicJwks: keys.flatMap((key) => key.kty === "EC" ? [publicJwk(key)] : []),
		changed
	};
}
function parsed(text) {
	let json;
	try {
		json = JSON.parse(text);
	} catch {
		throw new KeySetError(notJson(text));
	}
	const read = keySetFile.safeParse(json);
	if (read.success) return read.data;
	const [issue] = read.error.issues;
	throw new KeySetError(`is not a JWK Set of HS256 and ES256 keys: ${issue?.path.join(".") || "the file"}: ${issue?.message.endsWith("received undefined") ? "is missing" : issue?.message}`);
}
function verifyKey(key, holder) {
	const named = {
		kid: key.kid,
		alg: key.alg,
		thumbprint: thumbprint(key)
	};
	if (key.kty === "EC") {
		if (key.d !== void 0 && !holder.holdsPrivateKeys) throw new KeySetError(`holds the private part of key ${key.kid}, which only the bank may have`);
		return {
			...named,
			key: ecKeyObject(key, () => createPublicKey({
				key: publicJwk(key),
				format: "jwk"
			}))
		};
	}
	const bytes = Buffer.from(key.k, "base64url");
	if (bytes.toString("base64url") !== key.k) throw new KeySetError(`has a key ${key.kid} that is not canonical base64url`);
	const problem = symmetricKeyError(bytes);
	if (problem !== void 0) throw new KeySetError(`has a key ${key.kid} that ${problem}`);
	return {
		...named,
		key: createSecretKey(bytes)
	};
}
function signingKey(keys, signing) {
	if (signing === void 0) throw new KeySetError("does not say which key signs (member \"signing\")");
	const key = keys.find(({ kid }) => kid === signing);
	if (key.kty === "oct") return {
		kid: key.kid,
		alg: "HS256",
		key: createSecretKey(Buffer.from(key.k, "base64url"))
	};
	const { d } = key;
	if (d === void 0) throw new KeySetError(`names ${signing} for signing, but holds only its public part`);
	const jwk = {
		...publicJwk(key),
		d
	};
	return {
		kid: key.kid,
		alg: "ES256",
		key: ecKeyObject(key, () => createPrivateKey({
			key: jwk,
			format: "jwk"
		}))
	};
}
function ecKeyObject(key, make) {
	try {
		return make();
	} catch {
		throw new KeySetError(`has a key ${key.kid} whose parts make no P-256 key`);
	}
}
function publicJwk({ kty, kid, alg, crv, x, y }) {
	return {
		kty,
		kid,
		alg,
		use: "sig",
		crv,
		x,
		y
	};
}
// packages/verifier/dist/keys/key-source.js
function readKeySet(source, holder) {
	if (source.JWT_KEYS_FILE !== void 0) return keySetOfFile(readKeysText(source.JWT_KEYS_FILE), holder);
	if (source.JWT_SECRET !== void 0) return keySetOfSecret(source.JWT_SECRET);
	throw new KeySetError("no key source is set");
}
function readKeysText(path) {
	try {
		return readFileSync(path, "utf8");
	} catch (cause) {
		throw new KeySetError("cannot be read", { cause });
	}
}
// packages/verifier/dist/log/log.js
const silentLog = {
	log: ignore,
	warn: ignore,
	error: ignore
};
function ignore() {}
// packages/verifier/dist/keys/key-file-watcher.js
const EVERY_MS$1 = 2e3;
var KeyFileWatcher = class {
	path;
	holder;
	log;
	ring;
	#text;
	#fault;
	#timer;
	#isReading = false;
	constructor(path, holder, log = silentLog) {
		this.path = path;
		this.holder = holder;
		this.log = log;
		this.#text = readKeysText(path);
		this.ring = new KeyRing(keySetOfFile(this.#text, holder));
	}
	get fault() {
		return this.#fault;
	}
	start() {
		this.#timer = setInterval(() => void this.reread(), EVERY_MS$1).unref();
	}
	stop() {
		clearInterval(this.#timer);
	}
	async reread() {
		if (this.#isReading) return;
		this.#isReading = true;
		try {
			this.#take(await readFile(this.path, "utf8"));
			this.#fault = void 0;
		} catch (error) {
			this.#keepOld(error);
		} finally {
			this.#isReading = false;
		}
	}
	#take(text) {
		if (text === this.#text) return;
		const keys = keySetOfFile(text, this.holder);
		this.#text = text;
		this.ring.replace(keys);
		this.log.log(`key ring replaced; now ${[...keys.byKid.keys()].join(", ")}`);
	}
	#keepOld(error) {
		const fault = error.code ?? error.message;
		if (fault !== this.#fault) this.log.error(`keys file not taken, the old keys stay in use: ${fault}`);
		this.#fault = fault;
	}
};
// packages/verifier/dist/keys/key-store.js
var KeyStore = class {
	holder;
	ring;
	#watcher;
	constructor(source, holder, log) {
		this.holder = holder;
		if (source.JWT_KEYS_FILE !== void 0) this.#watcher = new KeyFileWatcher(source.JWT_KEYS_FILE, holder, log);
		this.ring = this.#watcher?.ring ?? new KeyRing(readKeySet(source, holder));
	}
	start() {
		this.#watcher?.start();
	}
	stop() {
		this.#watcher?.stop();
	}
	get fault() {
		return this.#watcher?.fault;
	}
	state() {
		const keys = this.ring.all();
		const signing = this.holder.holdsPrivateKeys ? this.ring.signing().kid : void 0;
		return {
			thumbprints: keys.map(({ thumbprint }) => thumbprint),
			signing: keys.find(({ kid }) => kid === signing)?.thumbprint ?? null,
			fault: this.fault ?? null
		};
	}
};
// packages/verifier/dist/outbound/bounded-body.js
async function boundedBody({ body }, maxBytes) {
	const chunks = [];
	let size = 0;
	for await (const chunk of body ?? []) {
		size += chunk.byteLength;
		if (size > maxBytes) return void 0;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
// packages/verifier/dist/outbound/back-off.js
function backOff(failures, { first, longest }, chance = Math.random()) {
	return Math.min(longest, first * 2 ** Math.max(failures - 1, 0)) * (.5 + chance / 2);
}
// packages/verifier/dist/logout/logout.rules.js
const PAUSES$1 = {
	first: 250,
	longest: 5e3
};
const TRIES_OF_AN_INVALID_TOKEN = 6;
const OVER_FOR_GOOD = new Set(["session_ended", "token_expired"]);
function outcomeOf(status, code, tries) {
	if (status >= 200 && status < 300) return "delivered";
	if (status !== 401 || code === void 0) return "failed";
	if (OVER_FOR_GOOD.has(code)) return "refused";
	return code === "token_invalid" && tries >= TRIES_OF_AN_INVALID_TOKEN ? "refused" : "failed";
}
function pauseAfter(failures, chance) {
	return backOff(failures, PAUSES$1, chance);
}
function secondsLeft({ auth_time }, absolute, now) {
	return Math.max(0, Math.floor(auth_time + absolute - now / 1e3));
}
// packages/verifier/dist/logout/bank-logout.client.js
const TIMEOUT_MS = 3e3;
const MAX_PROBLEM_BYTES = 4096;
var BankLogoutClient = class {
	target;
	signer;
	#here;
	#everywhere;
	#delivered;
	constructor(target, signer) {
		this.target = target;
		this.signer = signer;
		this.#here = new URL("/api/logout", target.url);
		this.#everywhere = new URL("/api/logout/everywhere", target.url);
		this.#delivered = new URL("/api/logout/delivered", target.url);
	}
	async deliver(logout, stop) {
		const outcome = await this.#send(logout, stop);
		if (outcome === "refused" && logout.token !== null && logout.everywhere) await this.#send({
			...logout,
			everywhere: false
		}, stop);
		return outcome;
	}
	async #send(logout, stop) {
		const [url, headers, body] = logout.token === null ? this.#byProof(logout) : this.#byToken(logout, logout.token);
		const answer = await fetch(url, {
			method: "POST",
			headers: {
				...headers,
				"user-agent": "Latchkey-Service"
			},
			body,
			redirect: "error",
			signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)])
		});
		const code = answer.status === 401 ? await problemCode(answer) : void 0;
		await answer.body?.cancel().catch(() => void 0);
		return outcomeOf(answer.status, code, logout.tries);
	}
	#byProof({ sid, sub, everywhere }) {
		const proof = sub === null ? void 0 : this.signer.proof({
			sid,
			sub,
			everywhere
		});
		if (proof === void 0) throw new Error("this service has no key any more to prove by: set SERVICE_KEY_FILE");
		return [
			this.#delivered,
			{ "content-type": "application/json" },
			JSON.stringify({ proof })
		];
	}
	#byToken({ everywhere }, token) {
		return [
			everywhere ? this.#everywhere : this.#here,
			{ authorization: `Bearer ${token}` },
			null
		];
	}
};
async function problemCode(answer) {
	try {
		const body = await boundedBody(answer, MAX_PROBLEM_BYTES);
		const { code } = JSON.parse(body?.toString("utf8") ?? "{}");
		return typeof code === "string" ? code : void 0;
	} catch {
		return;
	}
}
// packages/verifier/dist/outbound/connection-errors.js
const TRUST = "Name the file of that CA in NODE_EXTRA_CA_CERTS, which is read at start; or let the server send its intermediate certificates as well.";
const BY_CODE = [
	[/^UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT|GET_ISSUER_CERT_LOCALLY)$|^SELF_SIGNED_CERT_IN_CHAIN$|^CERT_UNTRUSTED$/, {
		what: "has a certificate of a CA that is not trusted here",
		fix: TRUST
	}],
	[/^DEPTH_ZERO_SELF_SIGNED_CERT$/, {
		what: "has a certificate that it signed itself",
		fix: "Name the file of that certificate in NODE_EXTRA_CA_CERTS, which is read at start; or give the server one of a CA."
	}],
	[/^CERT_HAS_EXPIRED$/, {
		what: "has a certificate that has expired",
		fix: "Renew it there; see the clock here, too."
	}],
	[/^CERT_NOT_YET_VALID$/, {
		what: "has a certificate that is not valid yet",
		fix: "See the clocks here and there."
	}],
	[/^ERR_TLS_CERT_ALTNAME_INVALID$|^HOSTNAME_MISMATCH$/, {
		what: "has a certificate for other names",
		fix: "write a host that is in the certificate."
	}],
	[/^ERR_SSL_.*(ALERT|HANDSHAKE)/, {
		what: "refuses our TLS",
		fix: "does it demand a certificate of the client, or an old version of TLS?"
	}],
	[/^EPROTO$|^ERR_SSL_/, {
		what: "does not speak https",
		fix: "does that port speak http, or is a proxy in between? Then write http://."
	}],
	[/^(CERT|CRL|UNABLE_TO|ERR_TLS|INVALID_)/, {
		what: "has a certificate that cannot be verified",
		fix: TRUST
	}],
	[/^ENOTFOUND$|^ENODATA$/, {
		what: "is no name that the resolver here knows",
		fix: "is the host right?"
	}],
	[/^EAI_AGAIN$|^EAI_/, {
		what: "could not be looked up",
		fix: "does the resolver here answer, and is the host right?"
	}],
	[/^ECONNREFUSED$/, {
		what: "refuses the connection",
		fix: "is it running, and is that its host and port?"
	}],
	[/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL)$/, {
		what: "cannot be reached from this network",
		fix: "is that address right, and is there a way to it?"
	}],
	[/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, {
		what: "hangs up",
		fix: "does that port speak https? Then write https://."
	}],
	[/^HPE_/, {
		what: "does not speak HTTP",
		fix: "is that its port, and is it https?"
	}],
	[/^(ETIMEDOUT|TimeoutError|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, {
		what: "did not answer in time",
		fix: "is a firewall in between, and is that its host and port?"
	}]
];
const BY_MESSAGE = [
	[/redirect/, {
		what: "sends us elsewhere by a redirect",
		fix: "write the address that answers itself: https instead of http, or past the proxy."
	}],
	[/does not match the HTTP/, {
		what: "does not speak HTTP",
		fix: "is that its port, and is it https?"
	}],
	[/^bad port$/, {
		what: "is at a port that fetch refuses to ask",
		fix: "use another port."
	}],
	[/in time|no answer within/, {
		what: "did not answer in time",
		fix: "is a firewall in between, and is that its host and port?"
	}]
];
function meaningOfCode(code) {
	return BY_CODE.find(([pattern]) => pattern.test(code))?.[1];
}
function meaningOfMessage(message) {
	return BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
}
// packages/verifier/dist/outbound/unexpected-response.js
var UnexpectedResponse = class extends Error {
	status;
	isPage;
	name = "UnexpectedResponse";
	constructor(status, isPage) {
		super(isPage ? `a web page with status ${status}` : `status ${status}`);
		this.status = status;
		this.isPage = isPage;
	}
	get meaning() {
		return {
			what: `answered with ${this.message}`,
			fix: fixOf(this)
		};
	}
};
async function expectResponse(response) {
	const isPage = (response.headers.get("content-type") ?? "").includes("html");
	if (response.status === 200 && !isPage) return;
	await response.body?.cancel().catch(() => void 0);
	throw new UnexpectedResponse(response.status, isPage);
}
function fixOf({ status, isPage }) {
	if (status === 401 || status === 403 || status === 407) return "does a proxy in front want a login or another network? Let /api and /.well-known through, or go past it.";
	if (status === 400 && isPage) return "does that port speak https? Then write https://.";
	if (status === 404 || status === 405 || status === 421) return "is that the address of the bank, and nothing behind the port?";
	if (status === 502 || status === 504) return "a proxy answers, and cannot reach it: is it running?";
	if (isPage) return "a proxy or another site answers there: is that the address of the bank?";
	return status >= 500 ? "see its log." : "is that the address of the bank?";
}
// packages/verifier/dist/outbound/describe-error.js
const DEPTH = 5;
function describeError(error, { who, url, setting }) {
	const causes = causesOf(error);
	const code = causes.map(codeOf).find((one) => one !== void 0);
	const meaning = meaningIn(causes, code, url);
	const reason = meaning?.what ?? `could not be asked: ${wordsOf(causes.at(-1))}`;
	const fix = meaning?.fix ?? "is that its address?";
	const advice = /^[a-z]/.test(fix) ? `${setting}: ${fix}` : fix;
	return `${who} at ${url.origin} ${reason}${code === void 0 ? "" : ` (${code})`}. ${advice}`;
}
function meaningIn(causes, code, { hostname }) {
	const response = causes.find((cause) => cause instanceof UnexpectedResponse);
	if (response !== void 0) return response.meaning;
	if (code !== void 0 && /^(ENOTFOUND|EAI_)/.test(code) && hostname.endsWith(".localhost")) return {
		what: "is a name that Node does not look up",
		fix: "write 127.0.0.1 instead of a name below localhost."
	};
	return (code === void 0 ? void 0 : meaningOfCode(code)) ?? causes.map((cause) => meaningOfMessage(wordsOf(cause))).find((one) => one !== void 0);
}
function causesOf(error) {
	const causes = [];
	for (let one = error; one !== void 0 && one !== null && causes.length < DEPTH; one = nextOf(one)) causes.push(one);
	return causes;
}
function nextOf(error) {
	const { cause, errors } = error;
	return cause ?? errors?.[0];
}
function codeOf(error) {
	const { code, name } = error;
	if (typeof code === "string" && code !== "") return code;
	return name === "TimeoutError" ? name : void 0;
}
function wordsOf(error) {
	return error?.message ?? String(error);
}
// packages/verifier/dist/outbound/error-notice.js
const AGAIN_AFTER_MS = 3e5;
const MOST_REMEMBERED = 20;
var ErrorNotice = class {
	clock;
	#told = new Map();
	constructor(clock = () => performance.now()) {
		this.clock = clock;
	}
	isDue(words) {
		const now = this.clock();
		const last = this.#told.get(words);
		if (last !== void 0 && now - last < AGAIN_AFTER_MS) return false;
		if (this.#told.size >= MOST_REMEMBERED) this.#told.clear();
		this.#told.set(words, now);
		return true;
	}
	isOver() {
		const wasTold = this.#told.size > 0;
		this.#told.clear();
		return wasTold;
	}
};
// packages/verifier/dist/logout/logout-queue.js
const IDLE_MS = 2e3;
const SWEEP_EVERY_MS = 3e4;
const AT_ONCE = 8;
const FINISH_WITHIN_MS = 1e3;
const COUNT_WITHIN_MS = 1e3;
const KEEPS_TOKENS = "SERVICE_KEY_FILE is not set and no secret is shared with the bank: the token of a logout is stored until the bank was told";
const NOT_EVERYWHERE = "the bank refused a logout everywhere: that session had ended there before";
var LogoutQueue = class {
	parts;
	#stop = new AbortController();
	#notice = new ErrorNotice();
	#underway = new Set();
	#timer;
	#claiming;
	#isAskedAgain = false;
	#isStopped = false;
	#failures = 0;
	#pending = 0;
	#sweptAt = -Infinity;
	#databaseError;
	#lastFault;
	log;
	constructor(parts) {
		this.parts = parts;
		this.log = parts.log ?? silentLog;
	}
	start() {
		if (!this.parts.signer.canProve) this.log.warn(KEEPS_TOKENS);
		this.#round();
	}
	async stop() {
		this.#isStopped = true;
		clearTimeout(this.#timer);
		await this.#claiming;
		await Promise.race([Promise.all(this.#underway), setTimeout$1(FINISH_WITHIN_MS, void 0, { ref: false })]);
		this.#stop.abort();
		await Promise.all(this.#underway);
	}
	async end({ sid, sub, auth_time }, text, { everywhere }) {
		const token = this.parts.signer.canProve ? null : text;
		await this.parts.store.add({
			sid,
			sub,
			token,
			everywhere
		}, auth_time);
		this.parts.revoked.add(sid);
		if (this.#failures === 0) this.#fill();
	}
	get state() {
		return {
			failuresInARow: this.#failures,
			lastFault: this.#lastFault
		};
	}
	async countPending() {
		const counted = this.#withDatabase(async () => {
			this.#pending = await this.parts.store.countPending();
		});
		await Promise.race([counted, setTimeout$1(COUNT_WITHIN_MS, void 0, { ref: false })]);
		return this.#pending;
	}
	async #round() {
		await this.#fill();
		await this.#withDatabase(async () => {
			if (performance.now() - this.#sweptAt < SWEEP_EVERY_MS) return;
			this.#sweptAt = performance.now();
			await this.parts.store.sweep();
		});
		this.#schedule();
	}
	#schedule() {
		clearTimeout(this.#timer);
		if (this.#isStopped) return;
		const pause = this.#failures === 0 ? IDLE_MS * (.75 + Math.random() / 2) : pauseAfter(this.#failures, Math.random());
		this.#timer = setTimeout(() => void this.#round(), pause).unref();
	}
	#fill() {
		this.#isAskedAgain = this.#claiming !== void 0;
		return this.#claiming ??= this.#claim().finally(() => {
			this.#claiming = void 0;
			if (this.#isAskedAgain) this.#fill();
		});
	}
	async #claim() {
		const free = (this.#failures === 0 ? AT_ONCE : 1) - this.#underway.size;
		if (free <= 0 || this.#isStopped) return;
		await this.#withDatabase(async () => {
			for (const logout of await this.parts.store.claim(free)) this.#start(logout);
		});
	}
	#start(logout) {
		const delivery = this.#deliver(logout).finally(() => {
			this.#underway.delete(delivery);
			if (this.#failures === 0 && this.#underway.size <= AT_ONCE / 2) this.#fill();
		});
		this.#underway.add(delivery);
	}
	async #deliver(logout) {
		const failuresBefore = this.#failures;
		let reason = "it refused for now";
		const outcome = await this.parts.bank.deliver(logout, this.#stop.signal).catch((error) => {
			reason = describeError(error, this.parts.bank.target);
			return "failed";
		});
		this.parts.onOutcome?.(outcome);
		if (outcome === "refused" && logout.everywhere) this.log.warn(NOT_EVERYWHERE);
		if (outcome === "failed") this.#noteFailure(failuresBefore, reason);
		else this.#noteSuccess();
		await this.#withDatabase(() => outcome === "failed" ? this.parts.store.postpone(logout, pauseAfter(logout.tries, 0)) : this.parts.store.settle(logout));
	}
	#noteFailure(failuresBefore, reason) {
		if (this.#isStopped) return;
		this.#lastFault = reason;
		if (this.#notice.isDue(reason)) this.log.warn(`the bank was not told of a logout, trying again: ${reason}`);
		this.#failures = Math.max(this.#failures, failuresBefore + 1);
		this.#schedule();
	}
	#noteSuccess() {
		this.#lastFault = void 0;
		if (this.#notice.isOver()) this.log.log(`the bank takes logouts again after ${this.#failures} failures`);
		this.#failures = 0;
	}
	async #withDatabase(work) {
		try {
			await work();
			this.#databaseError = void 0;
		} catch (error) {
			const fault = error.message;
			if (fault !== this.#databaseError && !this.#isStopped) this.log.warn(`queued logouts were not read: ${fault}`);
			this.#databaseError = fault;
		}
	}
};
// packages/verifier/dist/transport/session-cookies.js
const ACCESS_COOKIE = "__Secure-latchkey";
const REFRESH_COOKIE = "__Host-latchkey-refresh";
const OUT_COOKIE = "__Secure-latchkey-out";
const HINT_COOKIE = "latchkey-hint";
const CLEAR_SITE_DATA = "\"cache\"";
function accessCookie(scope, token, maxAge) {
	return `${ACCESS_COOKIE}=${token}; ${reach(scope, maxAge)}; Secure; HttpOnly; SameSite=Lax`;
}
function refreshCookie(token, maxAge) {
	return `${REFRESH_COOKIE}=${token}; Path=/; Max-Age=${wholeSeconds(maxAge)}; Secure; HttpOnly; SameSite=Strict`;
}
function outCookie(scope, sid, maxAge) {
	return `${OUT_COOKIE}=${sid}; ${reach(scope, maxAge)}; Secure; HttpOnly; SameSite=Lax`;
}
function hintCookie(scope, maxAge) {
	return hint(scope, randomBytes(8).toString("base64url"), maxAge);
}
function clearedSessionCookies(scope) {
	return [accessCookie(scope, "", 0), hint(scope, "", 0)];
}
function clearedBankCookies(scope) {
	return [
		...clearedSessionCookies(scope),
		refreshCookie("", 0),
		outCookie(scope, "", 0)
	];
}
function hint(scope, value, maxAge) {
	return `${HINT_COOKIE}=${value}; ${reach(scope, maxAge)}; Secure; SameSite=Lax`;
}
function reach({ SSO_COOKIE_DOMAIN: domain }, maxAge) {
	return `Domain=${domain}; Path=/; Max-Age=${wholeSeconds(maxAge)}`;
}
function wholeSeconds(maxAge) {
	return Math.max(0, Math.floor(maxAge) || 0);
}
// packages/verifier/dist/transport/transport.rules.js
const NONE = {
	via: "none",
	texts: []
};
const AUTHORIZATION = "authorization";
const BEARER = "bearer ";
const BROWSERS_OWN = /^(?:basic|digest|negotiate|ntlm) +[^ ]/i;
const SPACE = 32;
const TAB = 9;
function carriedToken(request) {
	const { authorization, cookie } = request.headers;
	if (authorization !== void 0) {
		if (isRepeated(request.rawHeaders)) throw tokenInvalid("authorization_repeated");
		if (isBearer(authorization)) return {
			via: "bearer",
			texts: [authorization.slice(7)]
		};
		if (!BROWSERS_OWN.test(authorization)) throw tokenInvalid("authorization_malformed");
		return {
			via: "page",
			texts: cookie === void 0 ? [] : cookiesNamed(ACCESS_COOKIE, cookie)
		};
	}
	if (cookie === void 0 || !cookie.includes("__Secure-latchkey")) return NONE;
	const texts = cookiesNamed(ACCESS_COOKIE, cookie);
	return texts.length === 0 ? NONE : {
		via: "cookie",
		texts
	};
}
function refreshSids({ headers: { cookie } }) {
	if (cookie === void 0 || !cookie.includes("__Host-latchkey-refresh")) return [];
	return cookiesNamed(REFRESH_COOKIE, cookie).map((text) => text.split(".", 3)[2]);
}
function isBearer(authorization) {
	return authorization.length > 7 && authorization.slice(0, 7).toLowerCase() === BEARER;
}
function isRepeated(rawHeaders) {
	let count = 0;
	for (let i = 0; i < rawHeaders.length; i += 2) {
		const name = rawHeaders[i];
		if (name.length === 13 && name.toLowerCase() === AUTHORIZATION) count++;
	}
	return count > 1;
}
function cookiesNamed(name, header) {
	const texts = [];
	for (const pair of header.split(";")) {
		const at = pair.indexOf("=");
		if (at !== -1 && bare(pair.slice(0, at)) === name) texts.push(bare(pair.slice(at + 1)));
	}
	return texts;
}
function bare(text) {
	let from = 0;
	let to = text.length;
	while (from < to && isBlank(text.charCodeAt(from))) from++;
	while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
	return text.slice(from, to);
}
function isBlank(char) {
	return char === SPACE || char === TAB;
}
// packages/verifier/dist/request/cookie-binding.js
var CookieBinding = class {
	isIssuer;
	constructor(isIssuer) {
		this.isIssuer = isIssuer;
	}
	permits(claims, request, mayStandAlone) {
		if (!this.isIssuer) return true;
		const sids = refreshSids(request);
		return sids.length === 1 ? sids[0] === claims.sid : sids.length === 0 && mayStandAlone;
	}
};
// packages/verifier/dist/token/token-time.rules.js
const MAX_CLOCK_AHEAD = 60;
function timeOf({ iat, exp, auth_time }, now) {
	if (Math.max(iat, auth_time) * 1e3 > now + MAX_CLOCK_AHEAD * 1e3) return "issued_in_future";
	return exp * 1e3 > now ? "in_time" : "expired";
}
function mayStillLogOut({ auth_time }, absolute, now) {
	return (auth_time + absolute) * 1e3 > now;
}
// packages/verifier/dist/request/newest-token.rules.js
function newestOfOneSession(all) {
	const newest = all.reduce((best, one) => best === void 0 || one.claims.iat > best.claims.iat ? one : best, void 0);
	return all.every(({ claims }) => claims.sid === newest?.claims.sid && claims.sub === newest.claims.sub) ? newest : void 0;
}
// packages/verifier/dist/request/staleness.rules.js
const READ_SECONDS = 900;
const WRITE_SECONDS = 300;
function usualBound(method) {
	return method === "GET" || method === "HEAD" ? READ_SECONDS : WRITE_SECONDS;
}
function stalenessOf({ feedAge, tokenAge, clockAhead }, bound) {
	if (Math.min(feedAge, tokenAge) <= bound) return "fresh";
	return clockAhead > bound && tokenAge - clockAhead <= bound ? "clock_skew" : "renew_required";
}
// packages/verifier/dist/request/request-verifier.js
const MAX_COOKIES = 16;
var RequestVerifier = class {
	parts;
	authenticate;
	constructor(parts) {
		this.parts = parts;
		const { tokens, authenticate } = parts;
		this.authenticate = authenticate ?? ((text) => tokens.authenticate(text));
	}
	verify(request, route) {
		try {
			const verified = this.judge(request, route);
			if (!(verified instanceof Promise)) return verified;
			return verified.catch((error) => Promise.reject(this.told(error, request, route)));
		} catch (error) {
			throw this.told(error, request, route);
		}
	}
	judge(request, route) {
		const { via, texts } = carriedToken(request);
		if (via === "page" && !isProvenPage(request, this.parts.pages, route.allowsSameSite)) throw tokenInvalid("authorization_malformed");
		if (texts.length === 0) throw tokenMissing();
		if (via !== "bearer") requireOwnPage(request, this.parts.pages, route.allowsSameSite);
		if (texts.length > 1) return this.onlyOne(texts, request, route).then((one) => this.admit(request, route, via, one));
		const text = texts[0];
		const claims = this.claimsOf(text);
		return claims instanceof Promise ? claims.then((authentic) => this.admit(request, route, via, {
			claims: authentic,
			text
		})) : this.admit(request, route, via, {
			claims,
			text
		});
	}
	told(error, request, route) {
		if (!(error instanceof TokenError && error.code === "token_invalid") || request.headers.authorization === void 0) return error;
		return isProvenPage(request, this.parts.pages, route.allowsSameSite) ? namingHeader(error) : error;
	}
	claimsOf(text) {
		return this.parts.tokens.recall(text) ?? this.authenticate(text);
	}
	async onlyOne(texts, request, route) {
		if (texts.length > MAX_COOKIES) throw tokenInvalid("cookies_ambiguous");
		const authentic = [];
		for (const text of texts) {
			const claims = await this.claimsOrNothing(text);
			if (claims !== void 0) authentic.push({
				claims,
				text
			});
		}
		const bound = authentic.filter(({ claims }) => this.parts.binding.permits(claims, request, route.allowsExpired));
		if (bound.length < authentic.length && bound.length === 0) throw tokenMissing("cookie_of_another_session");
		const inTime = bound.filter(({ claims }) => timeOf(claims, Date.now()) === "in_time");
		const newest = newestOfOneSession(inTime.length > 0 ? inTime : bound);
		if (newest === void 0) throw tokenInvalid("cookies_ambiguous");
		return newest;
	}
	async claimsOrNothing(text) {
		try {
			return await this.claimsOf(text);
		} catch {
			return;
		}
	}
	admit(request, route, via, { claims, text }) {
		const now = Date.now();
		if (via !== "bearer" && !this.parts.binding.permits(claims, request, route.allowsExpired)) throw tokenMissing("cookie_of_another_session");
		if (!this.isPardoned(route, claims, now)) this.parts.tokens.requireInTime(claims, now);
		if (!route.allowsRevoked) this.requireActive(request, route, claims, now);
		const verified = {
			claims,
			text,
			via
		};
		return route.isSensitive && this.parts.revoked.isAlive !== void 0 ? this.stillActive(verified) : verified;
	}
	isPardoned(route, claims, now) {
		return route.allowsExpired && timeOf(claims, now) === "expired" && mayStillLogOut(claims, this.parts.sessionAbsolute, now);
	}
	requireActive(request, route, claims, now) {
		const { revoked } = this.parts;
		if (revoked.has(claims.sid)) throw sessionEnded();
		const bound = route.maxStaleness ?? usualBound(request.method);
		const tokenAge = now / 1e3 - claims.iat;
		if (tokenAge <= bound) return;
		const staleness = stalenessOf({
			feedAge: revoked.age(),
			tokenAge,
			clockAhead: revoked.clockAhead()
		}, bound);
		if (staleness === "renew_required") throw renewRequired();
		if (staleness === "clock_skew") throw clockSkew("our_clock_ahead");
	}
	async stillActive(verified) {
		if (await this.parts.revoked.isAlive?.(verified.claims) === false) throw sessionEnded();
		return verified;
	}
};
// packages/verifier/dist/contract/revocations.contract.js
const REVOCATIONS_TYP = "revocations+jwt";
const head = {
	iss: z.string().min(1).max(256),
	iat: z.int().positive(),
	etag: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
};
const as_of = z.int().positive();
const MAX_AS_OF_AHEAD_MS = 6e4;
const revocationsClaims = z.discriminatedUnion("kind", [
	z.strictObject({
		kind: z.literal("set"),
		...head,
		as_of,
		sids: z.array(issuedId).max(1e6)
	}),
	z.strictObject({
		kind: z.literal("delta"),
		...head,
		as_of,
		since: as_of,
		sids: z.array(issuedId).max(1e6)
	}),
	z.strictObject({
		kind: z.literal("heartbeat"),
		...head
	})
]);
// packages/verifier/dist/revocations/feed.rules.js
const NOTHING_HEARD = {
	iat: 0,
	asOf: 0,
	etag: void 0
};
const MAX_AHEAD_MS = 6e4;
const NOTHING = [];
function latestAsOf(now) {
	return now + MAX_AHEAD_MS + MAX_AS_OF_AHEAD_MS;
}
function stepOf(held, message, now) {
	const state = isFromFuture(held, now) ? NOTHING_HEARD : held;
	const reason = futureReasonOf(message, now) ?? reasonOf(state, message);
	const isNewer = message.iat > state.iat;
	if (reason !== void 0) {
		const learns = message.kind === "heartbeat" ? NOTHING : message.sids;
		const etag = reason === "delta_gap" || reason === "etag_unknown" ? void 0 : state.etag;
		return {
			state: {
				...state,
				etag
			},
			learns,
			renews: false,
			reason
		};
	}
	const iat = Math.max(state.iat, message.iat);
	if (message.kind === "heartbeat") return {
		state: {
			...state,
			iat
		},
		learns: NOTHING,
		renews: isNewer,
		reason
	};
	return {
		state: {
			iat,
			asOf: message.as_of,
			etag: message.etag
		},
		learns: message.sids,
		renews: isNewer,
		reason
	};
}
function isFromFuture({ iat, asOf }, now) {
	return iat * 1e3 > now + MAX_AHEAD_MS || asOf > latestAsOf(now);
}
function futureReasonOf(message, now) {
	const signedAt = message.iat * 1e3;
	if (signedAt > now + MAX_AHEAD_MS) return "iat_ahead";
	return message.kind !== "heartbeat" && message.as_of > signedAt + 6e4 ? "as_of_ahead" : void 0;
}
function reasonOf({ iat, asOf, etag }, message) {
	if (message.kind === "heartbeat") {
		if (message.iat < iat) return "iat_back";
		return message.etag === etag ? void 0 : "etag_unknown";
	}
	if (message.as_of < asOf) return "as_of_back";
	return message.kind === "delta" && message.since > asOf ? "delta_gap" : void 0;
}
const MARGIN_SECONDS = 120;
function revocationSeconds(tokenTtl) {
	return tokenTtl + MARGIN_SECONDS;
}
const USUAL_WAIT = 5;
const LEAST_PAUSE_MS = 10;
const PAUSES = {
	first: 100,
	longest: 2e3
};
const REST = 10;
const MAX_REST_MS = 1e3;
function waitOf(failures, age) {
	return failures > 0 || age === Infinity ? 0 : USUAL_WAIT;
}
function pauseOf(failures, workMs, chance) {
	if (failures === 0) return Math.min(MAX_REST_MS, Math.max(LEAST_PAUSE_MS, workMs * REST));
	return backOff(failures, PAUSES, chance);
}
// packages/verifier/dist/revocations/feed-copy.js
const PRUNE_EVERY_MS = 6e4;
var FeedCopy = class {
	store;
	set;
	saved;
	log;
	#unsaved = new Set();
	#savedAsOf = 0;
	#isRecalled = false;
	#prunedAt = -Infinity;
	#fault;
	#running;
	constructor(store, set, saved, log = silentLog) {
		this.store = store;
		this.set = set;
		this.saved = saved;
		this.log = log;
	}
	async recall() {
		await this.#guarded(() => this.#recall());
	}
	keep(learnt) {
		for (const sid of learnt) this.#unsaved.add(sid);
		return this.#running ??= this.#guarded(() => this.#write()).finally(() => this.#running = void 0);
	}
	async #recall() {
		const { isRepaired, ...stored } = await this.store.load(latestAsOf(Date.now()));
		this.#isRecalled = true;
		this.set.recall(stored);
		this.#savedAsOf = stored.reached?.asOf ?? 0;
		if (isRepaired) this.log.warn("how far the feed was followed is asked for again: what was stored lies in the future");
		if (stored.revoked.length > 0) this.log.log(`started from ${stored.revoked.length} stored revocations`);
	}
	async #write() {
		if (!this.#isRecalled) await this.#recall();
		while (this.#unsaved.size > 0 || this.#hasMoved()) {
			const { asOf, etag } = this.set.state;
			const sids = [...this.#unsaved];
			await this.store.save(etag === void 0 ? void 0 : {
				asOf,
				etag
			}, sids, latestAsOf(Date.now()));
			for (const sid of sids) this.#unsaved.delete(sid);
			if (etag !== void 0) this.#savedAsOf = asOf;
			this.saved(sids);
		}
		if (performance.now() - this.#prunedAt < PRUNE_EVERY_MS) return;
		await this.store.prune();
		this.#prunedAt = performance.now();
	}
	#hasMoved() {
		const { asOf, etag } = this.set.state;
		return etag !== void 0 && asOf !== this.#savedAsOf;
	}
	async #guarded(work) {
		try {
			await work();
			this.#fault = void 0;
		} catch (error) {
			if (this.#fault === void 0) this.log.warn(`revocations are kept in memory alone: ${error.message}`);
			this.#fault = error.message;
		}
	}
};
// packages/verifier/dist/revocations/feed.errors.js
var FeedRefused = class extends Error {
	reason;
	name = "FeedRefused";
	constructor(reason) {
		super(reason);
		this.reason = reason;
	}
};
// packages/verifier/dist/revocations/feed-follower.js
const FAREWELL_WITHIN_MS = 1e3;
var FeedFollower = class {
	parts;
	#stop = new AbortController();
	#notice = new ErrorNotice();
	#failures = 0;
	#running = Promise.resolve();
	log;
	constructor(parts) {
		this.parts = parts;
		this.log = parts.log ?? silentLog;
	}
	async start() {
		await this.parts.copy.recall();
		this.#running = this.#follow();
	}
	async stop() {
		this.#stop.abort();
		await this.#running;
		await Promise.race([this.parts.copy.keep([]), setTimeout$1(FAREWELL_WITHIN_MS, void 0, { ref: false })]);
	}
	async #follow() {
		const { signal } = this.#stop;
		while (!signal.aborted) {
			const workMs = await this.#turn();
			const pause = pauseOf(this.#failures, workMs, Math.random());
			await setTimeout$1(pause, void 0, {
				signal,
				ref: false
			}).catch(() => void 0);
		}
	}
	async #turn() {
		let workMs = 0;
		this.parts.set.prune();
		try {
			const wait = waitOf(this.#failures, this.parts.set.age());
			const answer = await this.parts.client.ask(this.parts.set.state, wait, this.#stop.signal);
			const before = performance.now();
			const { asOf } = this.parts.set.state;
			const message = this.parts.verifier.verify(answer.text);
			await setImmediate();
			const { reason, learnt, renews, state } = this.parts.set.take(message, answer);
			this.parts.copy.keep(learnt);
			workMs = performance.now() - before;
			if (reason !== void 0) throw new FeedRefused(reason);
			this.parts.observer?.polled(message.kind);
			if (message.kind !== "heartbeat") this.parts.observer?.arrived(message.as_of);
			this.#note(void 0, renews || state.asOf > asOf);
		} catch (error) {
			if (this.#stop.signal.aborted) return 0;
			const isRefused = error instanceof FeedRefused;
			this.parts.observer?.polled(isRefused ? "refused" : "failed");
			if (isRefused) this.parts.observer?.refused(error.reason);
			this.parts.copy.keep([]);
			this.#note(isRefused ? error.reason : describeError(error, this.parts.bank), false);
		}
		return workMs;
	}
	#note(fault, isProgress) {
		this.parts.observer?.followed(fault);
		this.#failures = isProgress ? 0 : this.#failures + 1;
		if (fault === void 0) {
			if (this.#notice.isOver()) this.log.log("the revocation feed is followed again");
		} else if (this.#notice.isDue(fault)) this.log.warn(`the revocation feed is not followed: ${fault}`);
	}
};
// packages/verifier/dist/token/token-header.rules.js
const ACCESS_TOKEN_TYP = "at+jwt";
function keyOfHeader(header, find, expectedTyp) {
	const { alg, kid, typ } = header;
	if (Object.keys(header).length !== 3 || typeof alg !== "string" || typeof kid !== "string" || typeof typ !== "string") throw tokenInvalid("header_members");
	if (typ !== expectedTyp) throw tokenInvalid("header_typ");
	const key = find(kid);
	if (key === void 0) throw tokenInvalid("unknown_kid");
	if (alg !== key.alg) throw tokenInvalid("alg_mismatch");
	return key;
}
// packages/verifier/dist/token/header-cache.js
var HeaderCache = class {
	ring;
	typ;
	#keys = new Map();
	constructor(ring, typ) {
		this.ring = ring;
		this.typ = typ;
		ring.onReplaced(() => this.#keys.clear());
	}
	keyOf(header) {
		return this.#keys.get(header) ?? this.#read(header);
	}
	#read(header) {
		const key = keyOfHeader(decodePart(header), (kid) => this.ring.find(kid), this.typ);
		this.#keys.set(header, key);
		return key;
	}
};
// packages/verifier/dist/token/token-signature.js
const SIGNATURE_BYTES = {
	HS256: 32,
	ES256: 64
};
function requireSignature(key, signed, signature) {
	if (signature.length !== SIGNATURE_BYTES[key.alg]) throw tokenInvalid("signature_length");
	if (!(key.alg === "HS256" ? hs256(key, signed, signature) : es256(key, signed, signature))) throw tokenInvalid("signature");
}
function hs256({ key }, signed, signature) {
	return timingSafeEqual(createHmac("sha256", key).update(signed).digest(), signature);
}
function es256({ key }, signed, signature) {
	return verify("sha256", Buffer.from(signed), {
		key,
		dsaEncoding: "ieee-p1363"
	}, signature);
}
// packages/verifier/dist/revocations/feed-verifier.js
const MAX_FEED_LENGTH = 53e6;
const MAX_SIDS = 1e6;
const NO_SIDS = [];
var FeedVerifier = class {
	issuer;
	#headers;
	constructor(ring, issuer) {
		this.issuer = issuer;
		this.#headers = new HeaderCache(ring, REVOCATIONS_TYP);
	}
	verify(text) {
		try {
			const { header, payload, signed, signature } = splitToken(text, MAX_FEED_LENGTH);
			requireSignature(this.#headers.keyOf(header), signed, signature);
			const claims = claimsOf$1(decodePart(payload));
			if (claims.iss !== this.issuer) throw new FeedRefused("claim_iss");
			return claims;
		} catch (error) {
			if (error instanceof TokenError) throw new FeedRefused(error.reason);
			throw error;
		}
	}
};
function claimsOf$1(payload) {
	const { sids } = payload;
	const read = revocationsClaims.safeParse(Array.isArray(sids) ? {
		...payload,
		sids: NO_SIDS
	} : payload);
	if (!read.success) throw new FeedRefused(`claim_${String(read.error.issues[0]?.path[0] ?? "set")}`);
	if (read.data.kind === "heartbeat") return read.data;
	if (!isListOfIds(sids)) throw new FeedRefused("claim_sids");
	return {
		...read.data,
		sids
	};
}
function isListOfIds(value) {
	return Array.isArray(value) && value.length <= MAX_SIDS && value.every((id) => typeof id === "string" && ISSUED_ID.test(id));
}
// packages/verifier/dist/revocations/feed.client.js
const FEED_PATH = "/.well-known/latchkey/revocations";
const ANSWER_WITHIN_MS = 3e3;
const READ_WITHIN_MS = 1e4;
var FeedClient = class {
	address;
	constructor(address) {
		this.address = address;
	}
	async ask({ asOf, etag }, wait, stop) {
		const [url, clock] = [new URL(this.address), new AbortController()];
		if (etag !== void 0) url.searchParams.set("since", String(asOf));
		const late = () => clock.abort(new Error("the bank did not answer in time"));
		let timer = setTimeout(late, wait * 1e3 + ANSWER_WITHIN_MS);
		const startedAt = performance.now();
		try {
			const answer = await fetch(url, {
				headers: {
					accept: "application/jwt",
					"accept-encoding": "gzip",
					prefer: `wait=${wait}`,
					...etag !== void 0 && { "if-none-match": `"${etag}"` }
				},
				redirect: "error",
				signal: AbortSignal.any([stop, clock.signal])
			});
			clearTimeout(timer);
			timer = setTimeout(late, READ_WITHIN_MS);
			await expectResponse(answer);
			const receivedAt = Date.now();
			const body = await boundedBody(answer, MAX_FEED_LENGTH);
			if (body === void 0) throw new FeedRefused("text_too_long");
			return {
				text: body.toString("latin1"),
				startedAt,
				receivedAt
			};
		} finally {
			clearTimeout(timer);
		}
	}
};
// packages/verifier/dist/revocations/revoked-sessions.js
var RevokedSessions = class {};
// packages/verifier/dist/revocations/followed-revocations.js
var FollowedRevocations = class extends RevokedSessions {
	set;
	local;
	constructor(set, local) {
		super();
		this.set = set;
		this.local = local;
	}
	has(sid) {
		return this.set.has(sid) || this.local.has(sid);
	}
	age() {
		return this.set.age();
	}
	clockAhead() {
		return this.set.clockAhead();
	}
};
// packages/verifier/dist/revocations/local-revocations.rules.js
function stillHeld(seen, rows, now, hold) {
	const held = new Map();
	for (const [sid, at] of seen) if (now - at < hold) held.set(sid, at);
	for (const sid of rows) held.set(sid, now);
	return held;
}
// packages/verifier/dist/revocations/local-revocations.js
const EVERY_MS = 1e3;
var LocalRevocations = class {
	store;
	holdSeconds;
	log;
	#seen = new Map();
	#watching;
	#timer;
	#turn = Promise.resolve();
	#isReadQueued = false;
	#isStopped = false;
	#fault;
	constructor(store, holdSeconds, log = silentLog) {
		this.store = store;
		this.holdSeconds = holdSeconds;
		this.log = log;
	}
	has(sid) {
		return this.#seen.has(sid);
	}
	get size() {
		return this.#seen.size;
	}
	add(sid) {
		this.#seen.set(sid, performance.now());
	}
	forget(sids) {
		if (this.#seen.size === 0) return;
		const named = [...sids].filter((sid) => this.#seen.has(sid));
		if (named.length === 0) return;
		this.#inTurn(async () => {
			await this.store.forget(named);
			for (const sid of named) this.#seen.delete(sid);
		});
	}
	async start() {
		await this.#read();
		this.#watching = this.store.watch(() => void this.#read());
		this.#schedule();
	}
	async stop() {
		this.#isStopped = true;
		clearTimeout(this.#timer);
		await this.#watching?.close();
		await this.#turn;
	}
	#schedule() {
		if (this.#isStopped) return;
		this.#timer = setTimeout(() => void this.#read().then(() => this.#schedule()), EVERY_MS).unref();
	}
	#read() {
		if (this.#isReadQueued) return this.#turn;
		this.#isReadQueued = true;
		return this.#inTurn(async () => {
			this.#isReadQueued = false;
			const rows = await this.store.revoked();
			this.#seen = stillHeld(this.#seen, rows, performance.now(), this.holdSeconds * 1e3);
		});
	}
	#inTurn(work) {
		this.#turn = this.#turn.then(work).then(() => this.#note(void 0), (error) => this.#note(error.message));
		return this.#turn;
	}
	#note(fault) {
		if (fault !== void 0 && this.#fault === void 0 && !this.#isStopped) this.log.warn(`what was ended at other replicas is not known at the moment: ${fault}`);
		this.#fault = fault;
	}
};
// packages/verifier/dist/revocations/clock-offset.js
const REMEMBERED = 12;
var ClockOffset = class {
	#millis = [];
	observe(receivedAt, iat) {
		this.#millis.push(receivedAt - iat * 1e3);
		if (this.#millis.length > REMEMBERED) this.#millis.shift();
	}
	seconds() {
		if (this.#millis.length === 0) return 0;
		const most = Math.min(...this.#millis) / 1e3;
		return most < 0 ? most : Math.max(0, most - 1);
	}
};
// packages/verifier/dist/revocations/revocation-set.js
var RevocationSet = class {
	keptSeconds;
	now;
	#learntAt = new Map();
	#state = NOTHING_HEARD;
	#renewedAt = -Infinity;
	#offset = new ClockOffset();
	constructor(keptSeconds, now = () => performance.now()) {
		this.keptSeconds = keptSeconds;
		this.now = now;
	}
	has(sid) {
		return this.#learntAt.has(sid);
	}
	get size() {
		return this.#learntAt.size;
	}
	get state() {
		return this.#state;
	}
	age() {
		return (this.now() - this.#renewedAt) / 1e3;
	}
	clockAhead() {
		return this.#offset.seconds();
	}
	take(message, { startedAt, receivedAt }) {
		const step = stepOf(this.#state, message, receivedAt);
		this.#state = step.state;
		if (step.renews) {
			this.#renewedAt = Math.max(this.#renewedAt, startedAt);
			this.#offset.observe(receivedAt, message.iat);
		}
		const learnt = step.learns.filter((sid) => !this.#learntAt.has(sid));
		const now = this.now();
		for (const sid of learnt) this.#learntAt.set(sid, now);
		return {
			...step,
			learnt
		};
	}
	recall({ reached, revoked }) {
		const now = this.now();
		const all = [...revoked.map(([sid, age]) => [sid, now - age * 1e3]), ...this.#learntAt].toSorted(([, left], [, right]) => right - left);
		this.#learntAt = new Map([...new Map(all)].toSorted(([, left], [, right]) => left - right));
		if (reached !== void 0 && reached.asOf > this.#state.asOf) this.#state = {
			...this.#state,
			...reached
		};
	}
	prune() {
		const until = this.now() - this.keptSeconds * 1e3;
		for (const [sid, learntAt] of this.#learntAt) {
			if (learntAt >= until) return;
			this.#learntAt.delete(sid);
		}
	}
};
// packages/verifier/dist/storage/memory-store.js
const LEASE_MS = 5e3;
var MemoryStore = class {
	feed;
	logouts;
	constructor(times) {
		this.feed = new FeedInMemory(times.keptSeconds);
		this.logouts = new LogoutsInMemory(times);
	}
};
var FeedInMemory = class {
	keptSeconds;
	#learntAt = new Map();
	#reached;
	constructor(keptSeconds) {
		this.keptSeconds = keptSeconds;
	}
	load(latest) {
		const isRepaired = this.#reached !== void 0 && this.#reached.asOf > latest;
		if (isRepaired) this.#reached = void 0;
		const now = Date.now();
		const revoked = [...this.#learntAt].map(([sid, at]) => [sid, (now - at) / 1e3]);
		return Promise.resolve({
			reached: this.#reached,
			revoked,
			isRepaired
		});
	}
	save(reached, sids, latest) {
		const held = this.#reached;
		if (reached !== void 0 && (held === void 0 || held.asOf < reached.asOf || held.asOf > latest)) this.#reached = reached;
		for (const sid of sids) if (!this.#learntAt.has(sid)) this.#learntAt.set(sid, Date.now());
		return Promise.resolve();
	}
	prune() {
		const until = Date.now() - this.keptSeconds * 1e3;
		for (const [sid, at] of this.#learntAt) if (at < until) this.#learntAt.delete(sid);
		return Promise.resolve();
	}
};
var LogoutsInMemory = class {
	times;
	#keptUntil = new Map();
	#queue = new Map();
	constructor(times) {
		this.times = times;
	}
	add(logout, authTime) {
		const everywhere = logout.everywhere || this.#queue.get(logout.sid)?.everywhere === true;
		const expiresAt = (authTime + this.times.sessionAbsolute) * 1e3;
		this.#queue.set(logout.sid, {
			...logout,
			everywhere,
			tries: 0,
			nextTryAt: Date.now(),
			expiresAt
		});
		this.#keep(logout.sid);
		return Promise.resolve();
	}
	revoked() {
		return Promise.resolve([...this.#keptUntil.keys()]);
	}
	forget(sids) {
		for (const sid of sids) this.#keptUntil.delete(sid);
		return Promise.resolve();
	}
	claim(limit) {
		const now = Date.now();
		const claimed = [...this.#queue.values()].filter(({ nextTryAt, expiresAt }) => nextTryAt <= now && expiresAt > now).slice(0, limit).map((logout) => ({
			...logout,
			tries: logout.tries + 1,
			nextTryAt: now + LEASE_MS
		}));
		for (const logout of claimed) this.#queue.set(logout.sid, logout);
		return Promise.resolve(claimed);
	}
	settle({ sid, everywhere }) {
		if (this.#queue.get(sid)?.everywhere === everywhere) this.#queue.delete(sid);
		if (this.#keptUntil.has(sid)) this.#keep(sid);
		return Promise.resolve();
	}
	postpone({ sid, everywhere }, milliseconds) {
		const queued = this.#queue.get(sid);
		if (queued?.everywhere === everywhere) this.#queue.set(sid, {
			...queued,
			nextTryAt: Date.now() + milliseconds
		});
		return Promise.resolve();
	}
	countPending() {
		return Promise.resolve(this.#queue.size);
	}
	sweep() {
		const now = Date.now();
		for (const [sid, { expiresAt }] of this.#queue) if (expiresAt <= now) this.#queue.delete(sid);
		for (const [sid, until] of this.#keptUntil) if (until <= now && !this.#queue.has(sid)) this.#keptUntil.delete(sid);
		return Promise.resolve();
	}
	watch() {
		return { close: () => Promise.resolve() };
	}
	#keep(sid) {
		this.#keptUntil.set(sid, Date.now() + this.times.keptSeconds * 1e3);
	}
};
// packages/verifier/dist/token/token-claims.rules.js
function claimsOf(payload, rules) {
	const read = accessTokenClaims.safeParse(payload);
	if (!read.success) throw tokenInvalid(`claim_${String(read.error.issues[0]?.path[0] ?? "set")}`);
	const claims = read.data;
	if (claims.iss !== rules.issuer) throw tokenInvalid("claim_issuer");
	if (!claims.aud.includes(rules.audience)) throw tokenInvalid("claim_audience");
	const lifetime = claims.exp - claims.iat;
	if (lifetime <= 0 || lifetime > rules.tokenTtl) throw tokenInvalid("lifetime");
	return claims;
}
// packages/verifier/dist/token/token-cache.js
const MAX_TOKENS = 1e4;
var TokenCache = class {
	#claims = new LRUCache({ max: MAX_TOKENS });
	constructor(ring) {
		ring.onReplaced(() => this.#claims.clear());
	}
	get(text) {
		return this.#claims.get(text);
	}
	set(text, claims) {
		this.#claims.set(copied(text), claims);
	}
};
function copied(text) {
	return Buffer.from(text, "latin1").toString("latin1");
}
// packages/verifier/dist/token/token-verifier.js
var TokenVerifier = class {
	rules;
	#tokens;
	#headers;
	constructor(ring, rules) {
		this.rules = rules;
		this.#tokens = new TokenCache(ring);
		this.#headers = new HeaderCache(ring, ACCESS_TOKEN_TYP);
	}
	verify(text) {
		const claims = this.recall(text) ?? this.authenticate(text);
		this.requireInTime(claims);
		return claims;
	}
	recall(text) {
		return this.#tokens.get(text);
	}
	authenticate(text) {
		try {
			const { header, payload, signed, signature } = splitToken(text);
			requireSignature(this.#headers.keyOf(header), signed, signature);
			const claims = frozen(claimsOf(decodePart(payload), this.rules));
			if (timeOf(claims, Date.now()) === "in_time") this.#tokens.set(text, claims);
			return claims;
		} catch (error) {
			throw error instanceof TokenError ? error : tokenInvalid("unexpected", error);
		}
	}
	requireInTime(claims, now = Date.now()) {
		const time = timeOf(claims, now);
		if (time === "expired") throw tokenExpired();
		if (time === "issued_in_future") throw clockSkew("issued_in_future");
	}
};
function frozen(claims) {
	Object.freeze(claims.aud);
	Object.freeze(claims.amr);
	return Object.freeze(claims);
}
// packages/verifier/dist/verifier.js
const USUAL = {
	allowsExpired: false,
	allowsRevoked: false,
	allowsSameSite: false,
	maxStaleness: void 0,
	isSensitive: false
};
var Verifier = class {
	tokens;
	revoked;
	#keys;
	#requests;
	#local;
	#follower;
	#logouts;
	constructor(options) {
		const { issuer, audience, secret, keysFile, tokenTtl = 900, sessionAbsolute = 43200, log } = options;
		const kept = revocationSeconds(tokenTtl);
		const { feed, logouts } = options.store ?? new MemoryStore({
			keptSeconds: kept,
			sessionAbsolute
		});
		const bank = {
			who: "the bank",
			url: new URL(options.bankUrl ?? issuer),
			setting: "bankUrl"
		};
		const set = new RevocationSet(kept);
		this.#keys = new KeyStore({
			JWT_SECRET: secret,
			JWT_KEYS_FILE: keysFile
		}, { holdsPrivateKeys: false }, log);
		const { ring } = this.#keys;
		this.#local = new LocalRevocations(logouts, kept, log);
		this.revoked = new FollowedRevocations(set, this.#local);
		this.tokens = new TokenVerifier(ring, {
			issuer,
			audience,
			tokenTtl
		});
		this.#requests = new RequestVerifier({
			tokens: this.tokens,
			pages: {
				ownOrigin: new URL(options.publicUrl).origin,
				sameSiteOrigins: () => []
			},
			binding: new CookieBinding(false),
			revoked: this.revoked,
			sessionAbsolute
		});
		this.#follower = new FeedFollower({
			client: new FeedClient(new URL(FEED_PATH, bank.url)),
			verifier: new FeedVerifier(ring, issuer),
			set,
			copy: new FeedCopy(feed, set, (sids) => this.#local.forget(sids), log),
			bank,
			...log && { log }
		});
		const signer = new DeliverySigner(ring, {
			service: audience,
			issuer,
			keyFile: options.serviceKeyFile
		});
		this.#logouts = new LogoutQueue({
			store: logouts,
			bank: new BankLogoutClient(bank, signer),
			revoked: this.#local,
			signer,
			...log && { log }
		});
	}
	async start() {
		this.#keys.start();
		this.#logouts.start();
		await Promise.all([this.#local.start(), this.#follower.start()]);
	}
	async stop() {
		this.#keys.stop();
		await Promise.all([
			this.#logouts.stop(),
			this.#local.stop(),
			this.#follower.stop()
		]);
	}
	async verify(request, route = {}) {
		return this.#requests.verify(request, {
			...USUAL,
			...route
		});
	}
	async logout({ claims, text }, everywhere = false) {
		await this.#logouts.end(claims, text, { everywhere });
	}
};
export { ACCESS_COOKIE, ACCESS_TOKEN_TYP, BankLogoutClient, CLEAR_SITE_DATA, CookieBinding, DeliverySigner, DeliveryVerifier, FEED_PATH, FeedClient, FeedCopy, FeedFollower, FeedRefused, FeedVerifier, FollowedRevocations, HINT_COOKIE, KeyRing, KeySetError, KeyStore, LocalRevocations, LogoutQueue, MemoryStore, NOTHING_HEARD, OUT_COOKIE, OwnPages, REFRESH_COOKIE, RequestVerifier, RevocationSet, RevokedSessions, TokenError, TokenVerifier, Verifier, accessCookie, carriedToken, clearedBankCookies, clearedSessionCookies, clockSkew, cookiesNamed, csrfRefused, deliveryInvalid, hintCookie, isProvenPage, keySetOfFile, keySetOfSecret, notJson, outCookie, ownPageReason, readKeySet, readServiceKey, refreshCookie, renewRequired, requireOwnPage, revocationSeconds, secondsLeft, secretError, sessionEnded, silentLog, stepOf, symmetricKeyError, thumbprint, tokenExpired, tokenInvalid, tokenMissing };

import { request } from "node:http";
import { request as secureRequest } from "node:https";
import { connect } from "node:net";
import type { SecureContextOptions } from "node:tls";

import { readText } from "./files";
import { certificateFile, keyFile, type Authority, type CertificateName } from "./pki";

const TIMEOUT_MS = 3000;

/** Fails unless the URL answers 200. The server must prove itself to the authority; we show our certificate to it. */
export async function checkHttps(url: string, authority: Authority, client: CertificateName): Promise<void> {
  await getHttps(url, authority, client);
}

/** The text that the URL answers with 200; fails otherwise, as `checkHttps` does. */
export async function getHttps(url: string, authority: Authority, client: CertificateName): Promise<string> {
  const [ca, cert, key] = await Promise.all(
    [certificateFile(authority), certificateFile(client), keyFile(client)].map(readText),
  );
  return get(url, { ca, cert, key });
}

/** Fails unless the URL answers 200. */
export async function checkHttp(url: string): Promise<void> {
  await get(url, {});
}

/** Fails unless something listens on the Unix socket. */
export async function checkSocket(path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect(path);
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`${path} does not accept`)));
    socket.once("connect", () => {
      socket.end();
      resolve();
    });
    socket.once("error", reject);
  });
}

async function get(url: string, tls: SecureContextOptions): Promise<string> {
  const send = url.startsWith("https:") ? secureRequest : request;
  return new Promise((resolve, reject) => {
    const outgoing = send(url, { ...tls, agent: false, timeout: TIMEOUT_MS }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(text);
        else
          reject(
            new Error(`${url} answers ${response.statusCode ?? "nothing"}: ${text.trim().slice(0, 300)}`),
          );
      });
    });
    outgoing.once("timeout", () =>
      outgoing.destroy(new Error(`${url} gives no answer in ${TIMEOUT_MS / 1000} s`)),
    );
    outgoing.once("error", reject);
    outgoing.end();
  });
}

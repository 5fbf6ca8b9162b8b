import { callerOfFunction } from "../../adapters/aws/caller.ts";
import { SignedSes } from "../../adapters/aws/signed-ses.ts";
import { type Mailer, SesMailer } from "../../adapters/mailer.ts";
import { once } from "../../adapters/once.ts";

export const mailer = once((): Mailer => new SesMailer(new SignedSes(callerOfFunction())));

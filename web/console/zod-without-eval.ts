import * as z from "zod";

// Else each schema, as it is made, tries whether the page may make functions of text. The page's policy refuses that, and
// browsers report it as an attack.
z.config({ jitless: true });

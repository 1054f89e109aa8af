package main

import "time"

// seedPeople are the contacts a new database begins with, newest first. The
// phone numbers come from ranges kept free for fiction, the domains from .example.
var seedPeople = []Input{
	{Name: "Amelia Whitfield", Email: "amelia.whitfield@northlightstudio.example", Phone: "+44 20 7946 0277", City: "London", Company: "Northlight Studio", About: "Met at the design conference; prefers email."},
	{Name: "Jonas Brandt", Email: "jonas.brandt@kupferandsohn.example", Phone: "+49 30 23125 536", City: "Berlin", Company: "Kupfer & Sohn", About: "Speaks English, German and a little Portuguese."},
	{Name: "Chloé Lambert", Email: "chloe.lambert@ateliervauban.example", Phone: "+33 1 99 00 24 85", City: "Paris", Company: "Atelier Vauban", About: "Ask about the exhibition in spring."},
	{Name: "Marcus Hale", Email: "marcus.hale@harborfreightworks.example", Phone: "+1 212 555 0122", City: "New York", Company: "Harbor Freightworks"},
	{Name: "Priya Raman", Email: "priya.raman@tidewaterlabs.example", Phone: "+1 415 555 0159", City: "San Francisco", Company: "Tidewater Labs", About: "Introduced by Daniel. Follow up in January."},
	{Name: "Oskar Lindqvist", Email: "oskar.lindqvist@fjallbypress.example", Phone: "+46 8 465 004 96", City: "Stockholm", Company: "Fjällby Press", About: "Sends the proofs on Thursdays."},
	{Name: "Imogen Clarke", Email: "imogen.clarke@millracebrewing.example", Phone: "+44 161 496 0431", City: "Manchester", Company: "Millrace Brewing"},
	{Name: "Felix Neumann", Email: "felix.neumann@elbkontor.example", Phone: "+49 40 66969 690", City: "Hamburg", Company: "Elbkontor", About: "Invoices go to accounting, not to him."},
	{Name: "Grace Okafor", Email: "grace.okafor@okaforlegal.example", Phone: "+44 20 7946 0249", City: "London", Company: "Okafor Legal", About: "Best reached before ten."},
	{Name: "Liam Gallacher", Email: "liam.gallacher@caledonmaps.example", Phone: "+44 131 496 0508", City: "Edinburgh", Company: "Caledon Maps"},
	{Name: "Hannah Vogel", Email: "hannah.vogel@isartaloptics.example", Phone: "+49 89 99998 767", City: "Munich", Company: "Isartal Optics", About: "On parental leave until March."},
	{Name: "Daniel Cho", Email: "daniel.cho@tidewaterlabs.example", Phone: "+1 415 555 0118", City: "San Francisco", Company: "Tidewater Labs"},
	{Name: "Zoë Martens", Email: "zoe.martens@spreeceramics.example", Phone: "+49 30 23125 585", City: "Berlin", Company: "Spree Ceramics", About: "Two umlauts in the shop name, none in hers."},
	{Name: "Théo Marchand", Email: "theo.marchand@soieriemarchand.example", Phone: "+33 4 65 71 11 92", City: "Lyon", Company: "Soierie Marchand", About: "Fourth generation in silk."},
	{Name: "Ruby Sinclair", Email: "ruby.sinclair@coralandpine.example", Phone: "+61 2 5550 1899", City: "Sydney", Company: "Coral & Pine", About: "Nine hours ahead: write, don't call."},
	{Name: "Benjamin Ward", Email: "benjamin.ward@northlightstudio.example", Phone: "+44 20 7946 0662", City: "London", Company: "Northlight Studio"},
	{Name: "Sofia Almgren", Email: "sofia.almgren@vinterljus.example", Phone: "+46 8 465 004 03", City: "Stockholm", Company: "Vinterljus"},
	{Name: "Noah Fitzgerald", Email: "noah.fitzgerald@pier9records.example", Phone: "+1 212 555 0140", City: "New York", Company: "Pier 9 Records", About: "Has the masters of the 2019 session."},
	{Name: "Emeka Adeyemi", Email: "emeka.adeyemi@brightwellenergy.example", Phone: "+44 161 496 0739", City: "Manchester", Company: "Brightwell Energy"},
	{Name: "Clara Hoffmann", Email: "clara.hoffmann@kupferandsohn.example", Phone: "+49 30 23125 298", City: "Berlin", Company: "Kupfer & Sohn"},
	{Name: "Isla MacLeod", Email: "isla.macleod@skerryseafood.example", Phone: "+44 131 496 0557", City: "Edinburgh", Company: "Skerry Seafood", About: "Orders close on Mondays at noon."},
	{Name: "Antoine Girard", Email: "antoine.girard@librairieducanal.example", Phone: "+33 1 99 00 67 88", City: "Paris", Company: "Librairie du Canal"},
	{Name: "Mei Tanaka", Email: "mei.tanaka@foghorncoffee.example", Phone: "+1 415 555 0125", City: "San Francisco", Company: "Foghorn Coffee", About: "Roasts on Tuesdays; samples on request."},
	{Name: "Lukas Petersen", Email: "lukas.petersen@elbkontor.example", Phone: "+49 40 66969 634", City: "Hamburg", Company: "Elbkontor"},
	{Name: "Olivia Bennett", Email: "olivia.bennett@harbourveterinary.example", Phone: "+61 2 5550 4069", City: "Sydney", Company: "Harbour Veterinary", About: "Biscuit's vet."},
	{Name: "Nathan Osei", Email: "nathan.osei@oseiarchitects.example", Phone: "+44 20 7946 0452", City: "London", Company: "Osei Architects"},
	{Name: "Freya Johansson", Email: "freya.johansson@fjallbypress.example", Phone: "+46 8 465 004 73", City: "Stockholm", Company: "Fjällby Press"},
	{Name: "Camille Rousseau", Email: "camille.rousseau@rousseauandfilles.example", Phone: "+33 4 65 71 19 10", City: "Lyon", Company: "Rousseau & Filles", About: "Closed in August."},
	{Name: "Ethan Marsh", Email: "ethan.marsh@harborfreightworks.example", Phone: "+1 212 555 0147", City: "New York", Company: "Harbor Freightworks"},
	{Name: "Leonie Maier", Email: "leonie.maier@isartaloptics.example", Phone: "+49 89 99998 788", City: "Munich", Company: "Isartal Optics"},
	{Name: "Aisha Siddiqui", Email: "aisha.siddiqui@cottonmillpress.example", Phone: "+44 161 496 0347", City: "Manchester", Company: "Cottonmill Press", About: "Typesetting for the anniversary book."},
	{Name: "Tom Ashworth", Email: "tom.ashworth@ashworthjoinery.example", Phone: "+44 20 7946 0606", City: "London", Company: "Ashworth Joinery", About: "Measured the shelves twice, thankfully."},
	{Name: "Julien Moreau", Email: "julien.moreau@ateliervauban.example", Phone: "+33 1 99 00 54 95", City: "Paris", Company: "Atelier Vauban"},
	{Name: "Harriet Boyd", Email: "harriet.boyd@caledonmaps.example", Phone: "+44 131 496 0424", City: "Edinburgh", Company: "Caledon Maps"},
	{Name: "Diego Fuentes", Email: "diego.fuentes@foghorncoffee.example", Phone: "+1 415 555 0169", City: "San Francisco", Company: "Foghorn Coffee"},
	{Name: "Anneke Schröder", Email: "anneke.schroder@hafenlicht.example", Phone: "+49 40 66969 242", City: "Hamburg", Company: "Hafenlicht", About: "Lighting for the stage in June."},
	{Name: "Samuel Oduya", Email: "samuel.oduya@okaforlegal.example", Phone: "+44 20 7946 0501", City: "London", Company: "Okafor Legal"},
	{Name: "Maximilian Huber", Email: "maximilian.huber@alpenblickreisen.example", Phone: "+49 89 99998 760", City: "Munich", Company: "Alpenblick Reisen", About: "Books the huts early."},
	{Name: "Wren Delaney", Email: "wren.delaney@pier9records.example", Phone: "+1 212 555 0117", City: "New York", Company: "Pier 9 Records"},
	{Name: "Elin Sundberg", Email: "elin.sundberg@vinterljus.example", Phone: "+46 8 465 004 54", City: "Stockholm", Company: "Vinterljus"},
	{Name: "Rahul Mehta", Email: "rahul.mehta@bricklanespices.example", Phone: "+44 20 7946 0837", City: "London", Company: "Brick Lane Spices"},
	{Name: "Nina Köhler", Email: "nina.kohler@spreeceramics.example", Phone: "+49 30 23125 396", City: "Berlin", Company: "Spree Ceramics"},
	{Name: "Archie Lennox", Email: "archie.lennox@skerryseafood.example", Phone: "+44 131 496 0655", City: "Edinburgh", Company: "Skerry Seafood"},
	{Name: "Lucie Fontaine", Email: "lucie.fontaine@librairieducanal.example", Phone: "+33 1 99 00 41 02", City: "Paris", Company: "Librairie du Canal", About: "Keeps a copy of every first edition."},
	{Name: "Jack Thornton", Email: "jack.thornton@coralandpine.example", Phone: "+61 2 5550 2209", City: "Sydney", Company: "Coral & Pine"},
	{Name: "Farah Haddad", Email: "farah.haddad@brightwellenergy.example", Phone: "+44 161 496 0732", City: "Manchester", Company: "Brightwell Energy"},
	{Name: "Ingrid Weiss", Email: "ingrid.weiss@weissmusikverlag.example", Phone: "+49 89 99998 291", City: "Munich", Company: "Weiss Musikverlag"},
	{Name: "Caleb Whitaker", Email: "caleb.whitaker@tidewaterlabs.example", Phone: "+1 415 555 0150", City: "San Francisco", Company: "Tidewater Labs"},
	{Name: "Mathilde Perrin", Email: "mathilde.perrin@soieriemarchand.example", Phone: "+33 4 65 71 76 87", City: "Lyon", Company: "Soierie Marchand"},
	{Name: "Viktor Engström", Email: "viktor.engstrom@engstrombatar.example", Phone: "+46 8 465 004 24", City: "Stockholm", Company: "Engström Båtar", About: "The boat is ready when it is ready."},
	{Name: "Phoebe Lang", Email: "phoebe.lang@northlightstudio.example", Phone: "+44 20 7946 0627", City: "London", Company: "Northlight Studio"},
	{Name: "Malik Johnson", Email: "malik.johnson@uptowncycles.example", Phone: "+1 212 555 0198", City: "New York", Company: "Uptown Cycles", About: "Knows where to find the old parts."},
	{Name: "Greta Lorenz", Email: "greta.lorenz@lorenzfilm.example", Phone: "+49 30 23125 445", City: "Berlin", Company: "Lorenz Film"},
	{Name: "Callum Reid", Email: "callum.reid@reidinstruments.example", Phone: "+44 131 496 0704", City: "Edinburgh", Company: "Reid Instruments"},
	{Name: "Sienna Walsh", Email: "sienna.walsh@harbourveterinary.example", Phone: "+61 2 5550 1279", City: "Sydney", Company: "Harbour Veterinary"},
	{Name: "Yusuf Demir", Email: "yusuf.demir@hafenlicht.example", Phone: "+49 40 66969 522", City: "Hamburg", Company: "Hafenlicht"},
	{Name: "Eleanor Pryce", Email: "eleanor.pryce@cottonmillpress.example", Phone: "+44 161 496 0781", City: "Manchester", Company: "Cottonmill Press"},
	{Name: "Hugo Delacroix", Email: "hugo.delacroix@delacroixcycles.example", Phone: "+33 1 99 00 49 20", City: "Paris", Company: "Delacroix Cycles"},
	{Name: "Beatriz Lima", Email: "beatriz.lima@uptowncycles.example", Phone: "+1 212 555 0157", City: "New York", Company: "Uptown Cycles"},
	{Name: "Arthur Penrose", Email: "arthur.penrose@penroseclocks.example", Phone: "+44 20 7946 0858", City: "London", Company: "Penrose Clocks", About: "The first one in the book."},
}

// seedAge is how long before the first start the contact in row n was added:
// some today, eleven within a month, the last more than a year ago.
func seedAge(n int) time.Duration {
	return time.Duration(9+41*n+5*n*n/2) * time.Hour
}

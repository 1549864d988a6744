/**
 * Names of the families one meets at a Dutch primary school. First names and last names are
 * combined by chance, so nobody here is anybody.
 */
export interface Background {
  /** Share of the families, out of all shares together. */
  share: number;
  girls: string[];
  boys: string[];
  mothers: string[];
  fathers: string[];
  /** `prefix|core`, or only the core word. A slash parts a mother's and a father's form. */
  lastNames: string[];
}

const words = (list: string) => list.trim().split(/\s+/);
const names = (list: string) => list.split(",").map((name) => name.trim());

export const backgrounds: Background[] = [
  {
    share: 60,
    girls: words(`Zoë Sophie Julia Emma Tess Sara Evi Saar Noa Lieke Fleur Anouk Isa Jasmijn Lynn
      Eline Maud Roos Femke Lotte Nina Yara Hanna Elin Sterre Juul Vera Fien Pien Mila Loïs Renée`),
    boys: words(`Daan Finn Levi Luuk Sem Bram Thijs Lars Guus Jesse Tijn Siem Stijn Hugo Gijs Floris
      Ties Olivier Mats Joep Cas Pim Sven Teun Jurre Jelle Boaz Mees Hidde Twan René Valentijn`),
    mothers: words(`Marloes Ilse Kim Sanne Femke Ellen Esther Judith Linda Mirjam Anouk Wendy Nienke
      Karin Suzanne Marieke Lonneke Eefje Hester Maaike Renske Dorien Inge Josien Carlijn Tineke`),
    fathers: words(`Jeroen Bart Mark Dennis Martijn Sander Erik Pieter Rutger Wouter Jasper Niels
      Arjan Frank Rob Maarten Gerben Tom Robbert Ivo Roel Stefan Michiel Harm Vincent Joost`),
    lastNames: names(`de|Vries, van den|Berg, van|Dijk, Bakker, Janssen, Visser, Smit, Meijer,
      de|Boer, Mulder, de|Groot, Bos, Vos, Peters, Hendriks, van|Leeuwen, Dekker, Brouwer, de|Haan,
      van der|Meer, 't|Hart, van 't|Hof, van der|Wal, ten|Cate, op den|Kamp, van de|Ven, Postma,
      Hoekstra, Kuipers, Jacobs, in 't|Veld, Schouten, Maas, Verhoeven, Willems, van|Beek,
      Prins, Blom, Huisman, Post, Kok, Dijkstra, Terpstra, Jonker, van der|Linden, Scholten,
      Gerritsen, Verbeek, Kramer, van den|Heuvel, Molenaar, Zijlstra, van|Rijn, Tuinstra,
      Evers, Sanders, ter|Horst, de|Lange, van der|Velde, Timmermans, Wessels, Bouwman`),
  },
  {
    share: 9,
    girls: words("Çağla Elif Zeynep Ayşe Defne Nisa Ecrin Melek"),
    boys: words("Emir Yusuf Kaan Ömer Çınar Eymen Deniz Mert"),
    mothers: words("Fatma Emine Hülya Sevgi Gülşen Özlem Derya"),
    fathers: words("Mehmet Kadir Hasan Murat İbrahim Serkan Oğuz"),
    lastNames: names("Yıldız, Kaya, Demir, Çelik, Şahin, Öztürk, Aydın, Koç, Doğan"),
  },
  {
    share: 9,
    girls: words("Nour Aya Safae Inaya Hafsa Malak Yasmina Ikram"),
    boys: words("Ilyas Adam Mohamed Rayan Zakaria Bilal Anouar Sami"),
    mothers: words("Nadia Samira Latifa Hanan Karima Ilham Soumia"),
    fathers: words("Rachid Karim Abdel Youssef Khalid Hicham Mustapha"),
    lastNames: names(
      "El Amrani, Bouzid, Ben Ali, El Idrissi, Haddaoui, Aït Lahcen, Zaoui, Amezian",
    ),
  },
  {
    share: 7,
    girls: words("Jada Shanaya Naomi Kaylee Rowena Djenna"),
    boys: words("Jayden Xavi Gianni Dwight Sherwin Quincy"),
    mothers: words("Sherida Mavis Cheryl Rowena Ruth Soraya"),
    fathers: words("Ricardo Glenn Orlando Clifton Wendell Raoul"),
    lastNames: names("Comvalius, Martina, Wijngaarde, Pinas, Ramdin, Jagroep, Tjon-A-Fat, Felter"),
  },
  {
    share: 7,
    girls: words("Zofia Maja Hanna Lena Małgorzata Oliwia"),
    boys: words("Łukasz Oskar Jakub Szymon Antoni Michał"),
    mothers: words("Agnieszka Ewa Małgosia Katarzyna Dorota Joanna"),
    fathers: words("Tomasz Paweł Grzegorz Marcin Wojciech Rafał"),
    lastNames: names(
      "Wiśniewska/Wiśniewski, Kowalska/Kowalski, Wójcik, Nowak, Zielińska/Zieliński",
    ),
  },
  {
    share: 5,
    girls: words("Rima Layan Sham Jouri"),
    boys: words("Amir Omar Karam Yazan"),
    mothers: words("Rana Hala Lubna Parisa"),
    fathers: words("Omar Basel Nidal Firas"),
    lastNames: names("Haddad, Al Masri, Rahimi, Khoury, Darwish, Sabbagh"),
  },
  {
    share: 3,
    girls: words("Esi Safiya Adwoa Liya"),
    boys: words("Kofi Kwame Yonas Abdi"),
    mothers: words("Abena Hodan Selam Efua"),
    fathers: words("Kojo Tesfay Mahad Yaw"),
    lastNames: names("Mensah, Abdi, Owusu, Tekle, Boateng, Haile"),
  },
  {
    share: 3,
    girls: words("Mei Linh Putri Anya"),
    boys: words("Bao Arjun Wei Dimas"),
    mothers: words("Thu Priya Lan Dewi"),
    fathers: words("Minh Raj Wen Budi"),
    lastNames: names("Nguyen, Sharma, Chen, Latuheru, Tan, Wong"),
  },
  {
    share: 3,
    girls: words("Sofiia Daryna Elena Inês"),
    boys: words("Bohdan Maksym João Andrei"),
    mothers: words("Oksana Iryna Conceição Ioana"),
    fathers: words("Taras Serhii Rui Mihai"),
    lastNames: names("Shevchenko, Kovalenko, dos|Santos, da|Silva, Ionescu, Petrenko"),
  },
];

export const streets = names(`Wilgenpad, Regentonstraat, Lijsterlaan, Molenweg, Dwarsfluitlaan,
  Kastanjeplein, Uilenbosweg, Goudenregenstraat, Veerpontkade, Appelhof, Kikkersloot, Zonnedauw,
  Klokkentorenplein, Mirabelstraat, Trommelpad, Vlierbesgaarde`);

/** Letters that addresses of mail do without. */
export function asciiLetters(name: string): string {
  return name.replaceAll("Ł", "L").replaceAll("ł", "l").replaceAll("ı", "i")
    .normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z]/g, "");
}

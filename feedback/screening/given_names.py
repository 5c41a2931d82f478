"""Given names that people in Sweden bear, by Statistics Sweden's lists and common ones of
immigrants.

Ambiguous names are words of Swedish too, or names of places and months: they count only where the
text says that a name follows.
"""

_NAMES = """
Aarne Aaron Abbas Abdi Abdiaziz Abdikadir Abdirahman Abdul Abdullah Abdullahi Abeba Abukar Adam
Adnan Adrian Agne Agnes Agneta Agnieszka Agron Ahmad Ahmed Ahmet Aino Aisha Alan Albert Alberto
Albin Alejandro Aleksandar Aleksandra Alex Alexander Alexandra Alexis Alf Alfons Alfred Algot Ali
Ali-Reza Alicia Alina Allan Alvar Alve Alvin Amadeus Amalia Amanda Amelia Amelie Amin Amina Amir
Amira Amjad Amra Ananya Anastasiia Anders Andrea Andreas Andres Andrew Andriy Andrzej André
Andréas Anette Angela Angelica Angelika Angelina Anita Anja Anjali Anki Ann Ann-Britt Ann-Charlott
Ann-Charlotte Ann-Christin Ann-Christine Ann-Katrin Ann-Kristin Ann-Louise Ann-Mari Ann-Marie Ann-
Sofi Ann-Sofie Anna Anna-Karin Anna-Lena Anna-Lisa Anna-Maria Anna-Stina Anne Anne-Marie Anneli
Annelie Annette Annica Annie Annika Annikki Antero Anthony Anton Antonia Antonio Anwar Arash Arben
Arjun Arne Arnold Aron Arta Arthur Artur Arvid Assar Asta Aston Astrid Axel Ayaan Ayan Ayman Ayse
Azad Baran Barbara Barbro Bashir Bassam Beata Beatrice Behrouz Bella Bengt Benjamin Benny Bereket
Berit Berivan Berndt Bernhard Bernt Bert Bertil Besa Besim Betty Bianca Bilal Biljana Billy Birger
Birgit Birgitta Bjarne Blerim Bodil Boel Bohdan Boris Bosse Branko Brita Britt Britt-Inger Britt-
Mari Britt-Marie Britta Bruno Burak Börje Cajsa Camilla Carin Carina Carl Carl-Gustaf Carl-Johan
Carlos Carmen Carola Carolin Carolina Caroline Casper Cassandra Catarina Catharina Cathrine Catrin
Cecilia Celine Charles Charlott Charlotta Charlotte Christel Christer Christian Christin Christina
Christine Christofer Christoffer Christopher Claes Clara Clas Claudia Colin Conny Cornelia
Cristina Curt Dagmar Dagny Damir Daniel Daniela Daniella Dante Darius David Deepak Denise Dennis
Desirée Dilan Dmitri Dmytro Doris Douglas Dragan Drita Ebba Ebbe Eddie Edgar Edin Edith Edvard
Edvin Edward Edwin Eero Eeva Egon Einar Eira Eivor Ekaterina Elena Eleonor Eleonora Elias Elif
Elin Elina Elinor Elis Elisa Elisabet Elisabeth Elise Elizabeth Ella Ellen Ellie Ellinor Elliot
Elly Elma Elmer Elna Elof Elsa Else Elsie Elsy Elton Elvin Elvira Elvy Emanuel Emelie Emil Emilia
Emilie Emilio Emily Emina Emine Emir Emma Emmy Emre Enar Eric Erica Erik Erika Erland Erling Erna
Eskil Estelle Ester Esther Ethel Eugen Eva Eva-Britt Eva-Marie Evald Evelina Evelyn Evert Evy Ewa
Ewelina Eyob Fabian Faduma Faisal Fares Farhad Farideh Fatima Fatma Fatmir Fatuma Felicia Felix
Ferdinand Fikret Filip Filippa Filmon Flutura Folke Fred Fredric Fredrik Fredrika Frej Freja Frida
Fritz Gabriel Gabriella Georg George Gerda Gerhard Gertrud Ghassan Gillis Gisela Gittan Glenn
Golnaz Goran Gottfrid Greger Greta Grzegorz Gudrun Guled Gull-Britt Gun-Britt Gunborg Gunhild
Gunilla Gunnar Gunnel Gunvor Gustaf Gustav Göran Gösta Göte Gül Haben Haider Haitham Halima Halyna
Hamid Hampus Hamza Hanan Hanna Hannah Hannele Hannes Hannu Harald Haris Harri Harriet Harry Hasan
Hassan Hatem Hedda Hedvig Heidi Heikki Helen Helena Helene Helge Helmer Helmi Helén Heléne Henning
Henric Henrietta Henrik Henry Herbert Herman Hibo Hilda Hilding Hillevi Hilma Hirut Hjalmar Hjalte
Hjördis Hodan Hodo Holger Hossein Huda Hugo Hussein Håkan Hêvî Hüseyin Ian Ibrahim Ida Idil Idun
Ifrah Igor Ihab Ihor Ilir Ilkka Ilona Ilse Imad Ina Ines Inez Ing-Britt Ing-Marie Inga-Britt Inga-
Lill Inga-Maj Ingalill Inge Ingeborg Ingegerd Ingegärd Ingela Ingemar Inger Inger-Marie Ingmar
Ingrid Ingvar Irene Irina Irja Irma Iryna Iréne Isaac Isabel Isabell Isabella Isabelle Isac Isak
Ismail Issam Ivan Ivar Jaakko Jaber Jacob Jadwiga Jafar Jakob Jalal Jama Jamal James Jan-Erik Jan-
Olof Jan-Olov Jan-Åke Janet Jarl Jasmin Jasmina Jasmine Jawad Jeanette Jelena Jennie Jennifer
Jenny Jens Jerker Jerry Jerzy Jesper Jessica Jill Jim Jimmie Jimmy Joachim Joacim Joakim Joanna
Jocke Joel Johan Johanna Johannes John Johnny Joline Jon Jonas Jonatan Jonathan Jonna Jonny Jonte
Jorma Jose Josef Josefin Josefina Josefine Joseph Josephine Jossan José Jouni Jovana Juan Judith
Juha Juhani Jukka Julia Julian Julie Julius Jörgen Kaarina Kaija Kajsa Kalevi Kalle-Pekka Kamal
Kareem Kari Karim Karin Karina Karl Karl-Erik Karl-Gustav Karolina Kasper Katarina Katarzyna
Kateryna Katharina Katja Katrin Kaveh Kennet Kenneth Kenny Kent Kenth Kerstin Kevin Khadija Khaled
Khalid Kian Kicki Kidane Kirsi Kirsti Kjell Klara Klas Knut Konrad Krister Kristian Kristin
Kristina Kristine Kristofer Kristoffer Krzysztof Kurt Ladan Laila Laith Lars Lars-Erik Lars-Gunnar
Lars-Göran Lars-Olof Lars-Olov Lars-Åke Laura Lauri Layla Leah Leena Leif Leila Lelle Lena Lena-
Maria Lennart Leo Leona Leonard Leonardo Leopold Leyla Liam Liban Liisa Lilian Lillemor Lilly Lily
Lina Linda Linn Linnea Linnéa Linus Lisa Lisbet Lisbeth Lise-Lott Lise-Lotte Liselott Liselotte
Livia Ljiljana Lollo Lotta Loui Louie Louis Louise Lova Lovis Lovisa Lowe Luan Lucas Ludmila
Ludvig Ludwig Luis Lukas Luwam Lydia Lyudmyla Maarit Madeleine Madelene Magdalena Maggan Magnus
Mahdi Maher Mahmoud Maj-Britt Maj-Lis Maja Majed Majken Majvor Malgorzata Malin Malte Malva
Manfred Manuel Marcin Marco Marcus Marek Margaret Margareta Margaretha Margit Margot Margret Mari
Maria Mariam Mariana Mariann Marianne Marie Marie-Louise Mariia Marika Marina Mario Marit Marita
Marja Marjatta Marjo Markku Marko Markus Marlene Marta Martin Martina Marwan Mary Maryam Maryan
Matheo Mathias Mathilda Matias Matilda Mats Matteo Matti Mattias Matts Maud Mauritz Maximilian
Mazen Małgorzata Mehari Mehdi Mehmet Meja Melina Melissa Melker Melvin Melwin Merhawi Mervi Mia
Micael Michael Michaela Michal Michał Michel Michelle Micke Miguel Mika Mikael Mikaela Mila Milica
Milla Milo Mimmi Minh Minna Miranda Miriam Mirja Mirjam Mirjana Mirza Moa Mohamad Mohamed Mohammad
Mohammed Mohamud Mohanad Molly Mona Monica Monika Muhammad Mulu Munir Murad Murat Mustafa Mykhailo
Mykola Märta Märtha Måns Mårten Nabil Nadia Nadine Nadja Najib Nanna Nasra Nasrin Nasser Natalia
Natalie Natanael Nathalie Natnael Nebojsa Nellie Nelly Nenad Nguyen Nicholas Nicklas Niclas
Nicolas Nicole Niina Niklas Nikola Niloofar Nils Nils-Erik Nimco Nina Nisse Nizar Noa Noah Noel
Nora Oksana Olav Olavi Oleh Oleksandr Oleksiy Olena Oliver Olivia Oliwer Olle Olof Olov Omar Oscar
Oskar Osman Ossian Ottilia Outi Ove Owe Paavo Parisa Patric Patricia Patrick Patrik Paul Paula
Paulina Pauline Pavlo Pawel Paweł Peder Pekka Pentti Peppe Per-Anders Per-Erik Per-Olof Per-Åke
Pernilla Pertti Peter Petra Petter Philip Pia Pierre Piotr Pirjo Pirkko Pontus Priya Päivi Pär
Qasim Raed Rafael Ragnar Ragnhild Rahim Rahul Rahwa Raija Raimo Ralf Ralph Rami Rana Rania Rasha
Rashid Rasmus Raymond Rebecca Rebecka Reem Regina Reine Reinhold Renée Reza Richard Rickard Rigmor
Rikard Rima Risto Rita Ritva Robban Robert Roberto Robin Roger Rojin Roland Rolf Ronald Ronja
Ronnie Ronny Rose-Mari Rose-Marie Rosita Roya Ruben Rudolf Ruslan Saad Sabina Sagal Sahra Salah
Salim Salma Salman Samar Samer Sami Samir Samira Samrawit Samuel Sandra Sanjay Sanna Sara Sarah
Satu Sawsan Sebastian Selma Semhar Senad Seppo Sergei Serhiy Seth Shahla Shirin Shpresa Siavash
Sibel Sigfrid Sigge Signe Sigrid Sigurd Sigvard Simon Simone Sirpa Sivert Sixten Slavica Snezana
Sofi Sofia Sofie Soheila Solveig Somchai Sonia Sonja Sophia Sophie Staffan Stanisław Stefan Steffe
Stellan Stephanie Stig-Göran Stina Suad Sune Susan Susann Susanna Susanne Sussie Suzanne Svante
Sven Sven-Erik Sven-Olof Sven-Olov Sven-Åke Svetlana Svitlana Sylvia Sören Tage Tanja Tapani Tapio
Taras Tarek Tariq Tarja Tatiana Ted Teemu Tekle Teodor Teresa Terese Teresia Tero Terttu Tesfay
Tetiana Tetyana Thanh Thea Theo Theodor Theres Therese Theresia Therése Thomas Thore Thure Thuy
Tilda Tilde Timo Tina Tindra Titti Tobias Tomas Tomasz Tommy Torbjörn Tord Torgny Torsten Tova
Tristan Tuomas Tuula Tuulikki Tuva Tuve Tyra Ubah Ulf Ulla Ulla-Britt Ulla-Karin Ulrica Ulrik
Ulrika Uno Valdemar Valentin Valentina Valon Valter Vanessa Vanja Vasyl Vedran Veikko Vendela
Verner Veronica Veronika Vesa Victor Viggo Viktor Viktoriia Vilgot Vilhelm Vilhelmina Vilma Vilmer
Vincent Virpi Vitaliy Viveka Vivianne Vladimir Volodymyr Väinö Wael Wafa Waldemar Walid Walter
Warda Warsame Werner Wilhelm Wilhelmina Wille William Willy Wilma Wilmer Wojciech Yahya Yara
Yaroslav Yasin Yasmin Yassin Yevhen Ylva Yngve Yonas Younes Yousef Yulia Yuliia Yuri Yusuf Yvonne
Zabiullah Zahra Zaid Zainab Zbigniew Zeinab Zeynab Zeynep Ziad Zlatan Zlatko Zofia Zoran Åke Åsa
Åse Örjan Östen Özlem
"""
_AMBIGUOUS = """
Adele Aina Alba Alice Alma Alva Amal Ana Anas Asha August Aurora Bahar Ben Bill Björn Bo Bror
Charlie Dag Dan Del Denis Diana Dick Edit Elvis Engla Ernst Eva-Lena Fanny Farah Florence Frank
Frans Gerd Gert Gun Hala Hans Hawa Helga Hiba Inga Iris Isa Jack Jan Jane Jari Jean Juni Junior
Kai Kaj Kalle Kim Kumar Lage Lara Lasse Lea Leia Leon Levi Li Linh Liv Lo Loke Love Lucia Luna
Lykke Maj Mark Max May Maya Milan Million Milton Mina Mio Mira Morgan My Nada Nader Nancy Neo Noor
Nour Nova Ola Ole Olga Otto Pelle Per Roman Rosa Rose Roy Rune Rut Ruth Saga Said Saleh Sally Sam
Selam Siri Siv Sonny Star Stella Sten Stig Sture Svea Thi Thor Tim Tom Toni Tony Tor Tora Tore
Tove Ture Urban Valborg Vega Vera Victoria Vidar Vide Viking Viktoria Ville Viola
"""

NAMES = frozenset(_NAMES.casefold().split())
AMBIGUOUS_NAMES = frozenset(_AMBIGUOUS.casefold().split())

# The letters that the program carries: Inter for text (SIL Open Font License) and DejaVu Sans Mono for the log (Bitstream
# Vera licence), compiled in from the system's packages. Without them the program uses the desktop's fonts.
set(places /usr/share/fonts /usr/local/share/fonts /opt/homebrew/share/fonts /Library/Fonts $ENV{HOME}/Library/Fonts)
set(folders opentype/inter truetype/inter inter rsms-inter inter-fonts rsms-inter-fonts truetype truetype/dejavu dejavu
            dejavu-sans-mono-fonts TTF OTF)
set(files "")
foreach(name Inter-Regular Inter-Medium Inter-SemiBold Inter-Bold DejaVuSansMono)
  find_file(QLAB_FONT_${name} NAMES ${name}.otf ${name}.ttf PATHS ${places} PATH_SUFFIXES ${folders} NO_DEFAULT_PATH)
  mark_as_advanced(QLAB_FONT_${name})
  if(QLAB_FONT_${name})
    string(APPEND files "    <file alias=\"${name}\">${QLAB_FONT_${name}}</file>\n")
  else()
    message(WARNING "The font file ${name} (.otf or .ttf) was not found: the program will use the desktop's fonts. "
                    "Debian and Ubuntu have it in fonts-inter and fonts-dejavu-core; or set QLAB_FONT_${name}.")
  endif()
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/qlab_fonts.qrc @ONLY
     CONTENT "<RCC>\n  <qresource prefix=\"/fonts\">\n@files@  </qresource>\n</RCC>\n")
# Compressing would cost the start more than it saves.
set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/qlab_fonts.qrc PROPERTIES AUTORCC_OPTIONS "--no-compress")

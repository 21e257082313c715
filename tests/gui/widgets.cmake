find_package(Qt6 6.4 REQUIRED COMPONENTS Test)

qlab_add_gui_test(widgets
  SOURCES test_buttons.cpp test_cards.cpp test_labels.cpp test_tables.cpp test_scoreboard.cpp test_fields.cpp
  LINK qlab_app_widgets Qt6::Test)
